data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  # A bucket name holds 63 characters and is unique among all accounts. A longer one keeps its head
  # and ends in a hash of the whole.
  wanted_name = "${var.name_prefix}-${var.name}-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.id}"
  name        = length(local.wanted_name) <= 63 ? local.wanted_name : "${substr(local.wanted_name, 0, 54)}-${substr(sha256(local.wanted_name), 0, 8)}"
}
