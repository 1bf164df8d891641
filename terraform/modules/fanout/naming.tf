locals {
  name = coalesce(var.name, "fanout")

  # A queue name holds 80 characters, `.fifo` among them. A longer one keeps its head and ends in a hash of the
  # whole.
  wanted_queues       = { for name, s in local.subscribers : name => "${var.shared.name_prefix}-${local.name}-${name}" }
  queues              = { for name, w in local.wanted_queues : name => length(w) <= 75 ? "${w}.fifo" : "${substr(w, 0, 66)}-${substr(sha256(w), 0, 8)}.fifo" }
  dead_letters_queues = { for name, w in local.wanted_queues : name => length(w) <= 70 ? "${w}-dead.fifo" : "${substr(w, 0, 61)}-${substr(sha256(w), 0, 8)}-dead.fifo" }
}
