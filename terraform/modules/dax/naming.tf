locals {
  # The name of a cluster holds 20 characters, fewer than any other. A longer one keeps its head and ends in a hash of the
  # whole, so that two long names stay two names. Everything else has the long name.
  wanted_name  = join("-", compact([var.name_prefix, var.name]))
  cluster_name = length(local.wanted_name) <= 20 ? local.wanted_name : "${trimsuffix(substr(local.wanted_name, 0, 11), "-")}-${substr(sha256(local.wanted_name), 0, 8)}"
  role_name    = length(local.wanted_name) <= 64 ? local.wanted_name : "${substr(local.wanted_name, 0, 55)}-${substr(sha256(local.wanted_name), 0, 8)}"
}
