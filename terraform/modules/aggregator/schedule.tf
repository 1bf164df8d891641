module "expire" {
  source = "../schedule"
  count  = var.enabled && var.expire_after_hours > 0 ? 1 : 0

  name_prefix   = var.shared.name_prefix
  name          = "${local.name}-expire"
  function      = module.function["expire"]
  expression    = var.expire_schedule
  kms_key_arn   = var.shared.kms_key_arn
  alarm_actions = var.shared.alarm_actions
  tags          = var.shared.tags
}
