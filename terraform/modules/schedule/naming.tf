locals {
  # Names of schedules and of IAM roles hold 64 characters. A longer one keeps its head and ends in
  # a hash of the whole. With 64 characters and its suffix, the queue's name still fits its 80.
  wanted_name = "${var.name_prefix}-${var.name}"
  name        = length(local.wanted_name) <= 64 ? local.wanted_name : "${substr(local.wanted_name, 0, 55)}-${substr(sha256(local.wanted_name), 0, 8)}"

  wanted_role_name = "${local.wanted_name}-schedule"
  role_name        = length(local.wanted_role_name) <= 64 ? local.wanted_role_name : "${substr(local.wanted_role_name, 0, 55)}-${substr(sha256(local.wanted_role_name), 0, 8)}"
}
