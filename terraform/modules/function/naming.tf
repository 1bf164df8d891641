locals {
  # Names of Lambda functions and of IAM roles hold 64 characters. A longer one keeps its head and
  # ends in a hash of the whole, so that two long names stay two names.
  wanted_name = join("-", compact([var.name_prefix, var.name]))
  name        = length(local.wanted_name) <= 64 ? local.wanted_name : "${substr(local.wanted_name, 0, 55)}-${substr(sha256(local.wanted_name), 0, 8)}"
}
