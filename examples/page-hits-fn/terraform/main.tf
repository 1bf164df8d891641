locals {
  # A Kinesis stream name holds 128 characters. A longer one keeps its head and ends in a hash.
  wanted_clicks = "${var.shared.name_prefix}-clicks"
  clicks        = length(local.wanted_clicks) <= 128 ? local.wanted_clicks : "${substr(local.wanted_clicks, 0, 119)}-${substr(sha256(local.wanted_clicks), 0, 8)}"
}

resource "aws_kinesis_stream" "clicks" {
  name             = local.clicks
  shard_count      = var.shards
  retention_period = var.retention_hours
  encryption_type  = "KMS"
  kms_key_id       = coalesce(var.shared.kms_key_arn, "alias/aws/kinesis")
  tags             = var.shared.tags

  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}

module "pages" {
  source = "../../../terraform/modules/table"

  name_prefix            = var.shared.name_prefix
  name                   = "pages"
  hash_key               = { name = "path" }
  stream_view_type       = "NEW_AND_OLD_IMAGES"
  point_in_time_recovery = var.shared.point_in_time_recovery
  deletion_protection    = var.shared.deletion_protection
  kms_key_arn            = var.shared.kms_key_arn
  alarm_actions          = var.shared.alarm_actions
  alarms                 = { throttles = var.shared.alarms.table_throttles, system_errors = var.shared.alarms.table_errors }
  tags                   = var.shared.tags
}

module "page_hits" {
  source = "../../../terraform/modules/function"

  name_prefix                = var.shared.name_prefix
  name                       = "page-hits"
  description                = "Counts the hits of each page."
  package                    = var.package
  handler                    = "io.dynamopatterns.examples.pagehits.PageHitsHandler"
  timeout_seconds            = 60
  settings                   = var.shared.function
  environment                = { PAGE_HITS_TABLE = module.pages.name }
  kms_key_arn                = var.shared.kms_key_arn
  log_retention_days         = var.shared.log_retention_days
  alarm_actions              = var.shared.alarm_actions
  alarms                     = var.shared.alarms
  iterator_age_alarm_seconds = var.shared.alarms.iterator_age_seconds
  tags                       = var.shared.tags

  statements = [{
    sid       = "CountHits"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
    resources = [module.pages.arn]
  }]
}

module "clicks_trigger" {
  source = "../../../terraform/modules/stream-trigger"

  name           = "clicks"
  function       = module.page_hits
  source_type    = "kinesis"
  source_arn     = aws_kinesis_stream.clicks.arn
  on_failure_arn = var.shared.failed_records_arn
  paused         = var.paused
  alarm_actions  = var.shared.alarm_actions
  tags           = var.shared.tags

  # An hour before the stream deletes a record, or it could not be moved to the failure destination any more.
  max_age_seconds = min(604800, var.retention_hours * 3600 - 3600)
}
