module "expire" {
  source = "../schedule"
  count  = var.enabled && var.expire_after_hours > 0 ? 1 : 0

  name_prefix   = var.name_prefix
  name          = "aggregator-expire"
  function      = module.function["expire"]
  expression    = var.expire_schedule
  kms_key_arn   = var.kms_key_arn
  alarm_actions = var.alarm_actions
  tags          = var.tags
}
