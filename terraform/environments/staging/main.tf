# Staging: as production, with the keys that AWS owns and shorter memories.

locals {
  tags = { project = "dynamo-patterns", environment = "staging" }
}

# Region and credentials come from the environment (AWS_REGION, AWS_PROFILE).
provider "aws" {}

module "fleet" {
  source = "../../fleet"

  name_prefix        = var.name_prefix
  alarm_emails       = var.alarm_emails
  log_retention_days = 30
  tags               = local.tags

  history = {
    enabled = true
    package = var.packages.history
    sources = {
      pages = merge(module.page_hits.pages, { restore = true })
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
  shards             = 2
  log_retention_days = 30
  tags               = local.tags
}
