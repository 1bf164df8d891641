output "page_url" {
  description = "Where people open the page."
  value       = local.page_url
}

output "api_url" {
  description = "Where the API is without CloudFront; its routes begin with `/api/`."
  value       = aws_apigatewayv2_api.this.api_endpoint
}

output "user_pool" {
  description = "The user pool: `id`, `client_id` of the page, `issuer` of its tokens and `sign_in_url`. Put administrators into its group `admins`."
  value = {
    id          = aws_cognito_user_pool.users.id
    client_id   = aws_cognito_user_pool_client.page.id
    issuer      = local.issuer
    sign_in_url = local.sign_in
  }
}

output "coupons" {
  description = "The table of coupons as a source of a history: `table_name`, `table_arn`, `stream_arn` and `other_readers`."
  value = {
    table_name    = module.table["coupons"].name
    table_arn     = module.table["coupons"].arn
    stream_arn    = module.table["coupons"].stream_arn
    other_readers = ["coupon-expiry"]
  }
}

output "redemptions" {
  description = "The table of redemptions as a source of a history or a fan-out: `table_name`, `table_arn`, `stream_arn`."
  value = {
    table_name = module.table["redemptions"].name
    table_arn  = module.table["redemptions"].arn
    stream_arn = module.table["redemptions"].stream_arn
  }
}

output "functions" {
  description = "The functions (coupons, promotions, coupon-expiry): `name`, `alias_arn` to call them and `role_name` to extend them."
  value       = { for name, f in module.function : name => { name = f.name, alias_arn = f.alias_arn, role_name = f.role_name } }
}

output "watched" {
  description = "Names for the platform's dashboard, composite alarm and count of stream readers: an element of its input `watch`."
  value = {
    name      = "coupons"
    alarms    = flatten([values(module.function)[*].alarm_names, module.expiry_trigger.alarm_names, values(module.table)[*].alarm_names, aws_cloudwatch_metric_alarm.api[*].alarm_name])
    functions = values(module.function)[*].name
    tables    = values(module.table)[*].name
    readers   = [{ table_name = module.table["coupons"].name, reader = "coupon-expiry" }]
  }
}
