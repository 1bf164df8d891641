# The HTTP API. Each route has the JWT authorizer: a request without a valid token of the user pool reaches no function.

locals {
  # By what is called: the function, and the paths as API Gateway writes them.
  routes = {
    "GET /api/coupons"                         = "coupons"
    "GET /api/coupons/{couponId}"              = "coupons"
    "POST /api/coupons/{couponId}/redemptions" = "coupons"
    "GET /api/redemptions"                     = "coupons"
    "GET /api/promotions"                      = "promotions"
    "POST /api/promotions"                     = "promotions"
    "GET /api/promotions/{couponId}"           = "promotions"
    "POST /api/promotions/{couponId}/end"      = "promotions"
  }
}

resource "aws_apigatewayv2_api" "this" {
  name          = "${local.prefix}-coupons"
  description   = "Coupons and promotions."
  protocol_type = "HTTP"
  tags          = var.shared.tags
}

resource "aws_apigatewayv2_authorizer" "users" {
  api_id           = aws_apigatewayv2_api.this.id
  name             = "users"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    issuer   = local.issuer
    audience = [aws_cognito_user_pool_client.page.id]
  }
}

resource "aws_apigatewayv2_integration" "function" {
  for_each = toset(values(local.routes))

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = module.function[each.key].invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 30000
}

resource "aws_apigatewayv2_route" "this" {
  for_each = local.routes

  api_id             = aws_apigatewayv2_api.this.id
  route_key          = each.key
  target             = "integrations/${aws_apigatewayv2_integration.function[each.value].id}"
  authorization_type = "JWT"
  authorizer_id      = aws_apigatewayv2_authorizer.users.id

  # An access token has scopes, an ID token of the same client has none: a route that names one refuses ID tokens.
  authorization_scopes = local.scopes
}

# For this API's own routes only. API Gateway has an asterisk where a path has a parameter.
resource "aws_lambda_permission" "route" {
  for_each = local.routes

  statement_id  = replace(replace(each.key, "/[^A-Za-z]+/", "-"), "/-$/", "")
  action        = "lambda:InvokeFunction"
  function_name = module.function[each.value].name
  qualifier     = module.function[each.value].alias_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*/${replace(replace(each.key, " ", ""), "/\\{[^}]+\\}/", "*")}"
}

resource "aws_cloudwatch_log_group" "api" {
  name              = "/aws/apigateway/${local.prefix}-coupons"
  retention_in_days = var.shared.log_retention_days
  kms_key_id        = var.shared.kms_key_arn
  tags              = var.shared.tags
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true
  tags        = var.shared.tags

  default_route_settings {
    detailed_metrics_enabled = false
    throttling_rate_limit    = var.throttling.rate
    throttling_burst_limit   = var.throttling.burst
  }

  # Neither tokens nor bodies nor addresses of callers.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format = jsonencode({
      requestId   = "$context.requestId"
      time        = "$context.requestTime"
      route       = "$context.routeKey"
      status      = "$context.status"
      latencyMs   = "$context.responseLatency"
      functionMs  = "$context.integration.latency"
      refused     = "$context.authorizer.error"
      integration = "$context.integrationErrorMessage"
    })
  }
}
