# Production: protected, encrypted with a key of its own, alarms to people.

locals {
  tags = { project = "dynamo-patterns", environment = "prod" }
}

# Region and credentials come from the environment (AWS_REGION, AWS_PROFILE).
provider "aws" {}

module "fleet" {
  source = "../../fleet"

  name_prefix                   = var.name_prefix
  kms_key_arn                   = local.kms_key_arn
  alarm_emails                  = var.alarm_emails
  log_retention_days            = 365
  failed_records_retention_days = 365
  tags                          = local.tags

  history = {
    enabled = true
    package = var.packages.history
    sources = {
      pages = module.page_hits.pages
    }
  }

  dashboard = {
    functions = [module.page_hits.function.name]
    tables    = [module.page_hits.pages.table_name]
    streams   = [module.page_hits.clicks.name]
  }
}

module "page_hits" {
  source = "../../../examples/page-hits-fn/terraform"

  name_prefix        = var.name_prefix
  package            = var.packages.page_hits
  on_failure_arn     = module.fleet.failed_records_arn
  alarm_actions      = [module.fleet.alarm_topic_arn]
  shards             = 4
  retention_hours    = 168
  kms_key_arn        = local.kms_key_arn
  log_retention_days = 365
  tags               = local.tags
}
