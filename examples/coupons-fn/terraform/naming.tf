data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  prefix = var.shared.name_prefix
  region = data.aws_region.current.id

  # A domain of Cognito is unique among all accounts of a Region and holds 63 characters. A longer one keeps its head and
  # ends in a hash of the whole.
  wanted_domain = "${local.prefix}-coupons-${data.aws_caller_identity.current.account_id}"
  domain        = length(local.wanted_domain) <= 63 ? local.wanted_domain : "${substr(local.wanted_domain, 0, 54)}-${substr(sha256(local.wanted_domain), 0, 8)}"

  # Names of origin access controls and policies of CloudFront hold 64 and 128 characters.
  wanted_site = "${local.prefix}-coupons"
  site        = length(local.wanted_site) <= 64 ? local.wanted_site : "${substr(local.wanted_site, 0, 55)}-${substr(sha256(local.wanted_site), 0, 8)}"
}
