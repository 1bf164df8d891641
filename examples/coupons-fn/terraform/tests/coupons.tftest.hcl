# What the app deploys, against a mocked provider. The jar is this file: any file has a hash.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = {
      arn        = "arn:aws:lambda:us-east-1:123456789012:function:test:live"
      invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:test:live/invocations"
    }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn        = "arn:aws:dynamodb:us-east-1:123456789012:table/test"
      stream_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/test/stream/2026-11-20T00:00:00.000"
    }
  }
  mock_resource "aws_apigatewayv2_api" {
    defaults = { id = "api1", execution_arn = "arn:aws:execute-api:us-east-1:123456789012:api1" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:test" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::test", bucket_regional_domain_name = "test.s3.us-east-1.amazonaws.com" }
  }
  mock_resource "aws_cloudfront_distribution" {
    defaults = { arn = "arn:aws:cloudfront::123456789012:distribution/E1", domain_name = "d1.cloudfront.net" }
  }
  mock_resource "aws_cognito_user_pool" {
    defaults = { id = "us-east-1_pool" }
  }
  mock_resource "aws_cognito_user_pool_client" {
    defaults = { id = "client1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
    event_bus          = { name = "test-fleet", arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
    alarm_actions      = ["arn:aws:sns:us-east-1:123456789012:alarms"]
  }
  package = { path = "tests/coupons.tftest.hcl" }
}

run "each_route_needs_a_token_of_the_user_pool_for_the_page" {
  assert {
    condition     = length(aws_apigatewayv2_route.this) == 8 && alltrue([for r in aws_apigatewayv2_route.this : r.authorization_type == "JWT" && r.authorizer_id == aws_apigatewayv2_authorizer.users.id])
    error_message = "No route may be without the authorizer."
  }

  assert {
    condition = aws_apigatewayv2_authorizer.users.jwt_configuration[0] == {
      issuer   = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool"
      audience = toset(["client1"])
    }
    error_message = "The authorizer takes the tokens of the page's client alone."
  }

  assert {
    condition     = alltrue([for r in aws_apigatewayv2_route.this : r.authorization_scopes == toset(["openid"])]) && aws_cognito_user_pool_client.page.allowed_oauth_scopes == toset(["openid"])
    error_message = "Each route needs a scope, which access tokens have and ID tokens do not."
  }

  assert {
    condition     = aws_cognito_user_group.admins.name == "admins" && aws_cognito_user_group.admins.user_pool_id == "us-east-1_pool"
    error_message = "Administrators are the group admins."
  }
}

run "one_period_with_errors_rings_the_alarm_of_the_api" {
  assert {
    condition     = one(aws_cloudwatch_metric_alarm.api).datapoints_to_alarm == 1 && one(aws_cloudwatch_metric_alarm.api).evaluation_periods == 3
    error_message = "A burst of errors must not have to last for three periods."
  }
}

run "the_page_signs_in_with_pkce_and_without_a_secret" {
  assert {
    condition = (
      !aws_cognito_user_pool_client.page.generate_secret
      && aws_cognito_user_pool_client.page.allowed_oauth_flows == toset(["code"])
      && aws_cognito_user_pool_client.page.callback_urls == toset(["https://d1.cloudfront.net/"])
    )
    error_message = "The code flow alone, back to the page alone, without a secret."
  }

  assert {
    condition = jsondecode(aws_s3_object.config.content) == {
      signIn = { domain = "https://test-coupons-123456789012.auth.us-east-1.amazoncognito.com", clientId = "client1" }
    }
    error_message = "The page is deployed for sign-in by Cognito; never for a token of development."
  }
}

run "only_the_routes_of_the_api_may_invoke_their_function" {
  assert {
    condition = toset(values(aws_lambda_permission.route)[*].source_arn) == toset([
      "arn:aws:execute-api:us-east-1:123456789012:api1/*/GET/api/coupons",
      "arn:aws:execute-api:us-east-1:123456789012:api1/*/GET/api/coupons/*",
      "arn:aws:execute-api:us-east-1:123456789012:api1/*/POST/api/coupons/*/redemptions",
      "arn:aws:execute-api:us-east-1:123456789012:api1/*/GET/api/redemptions",
      "arn:aws:execute-api:us-east-1:123456789012:api1/*/GET/api/promotions",
      "arn:aws:execute-api:us-east-1:123456789012:api1/*/POST/api/promotions",
      "arn:aws:execute-api:us-east-1:123456789012:api1/*/GET/api/promotions/*",
      "arn:aws:execute-api:us-east-1:123456789012:api1/*/POST/api/promotions/*/end",
    ])
    error_message = "One permission for each route."
  }

  assert {
    condition     = length(distinct(values(aws_lambda_permission.route)[*].statement_id)) == 8
    error_message = "Each permission has its own name."
  }
}

run "what_is_more_than_the_throttling_allows_is_refused_and_each_request_is_logged" {
  variables {
    throttling = { rate = 100, burst = 50 }
  }

  assert {
    condition = (
      one(aws_apigatewayv2_stage.default.default_route_settings).throttling_rate_limit == 100
      && one(aws_apigatewayv2_stage.default.default_route_settings).throttling_burst_limit == 50
    )
    error_message = "Rate and burst are those of the input."
  }

  assert {
    condition     = one(aws_apigatewayv2_stage.default.access_log_settings).destination_arn == aws_cloudwatch_log_group.api.arn && !strcontains(one(aws_apigatewayv2_stage.default.access_log_settings).format, "sourceIp")
    error_message = "Requests are logged, without the callers' addresses."
  }
}

run "the_bucket_is_read_by_the_distribution_alone_and_the_api_is_not_cached" {
  assert {
    condition     = [for o in aws_cloudfront_distribution.site.origin : o.origin_access_control_id == aws_cloudfront_origin_access_control.site.id if o.origin_id == "page"] == [true]
    error_message = "CloudFront signs its requests to the bucket."
  }

  assert {
    condition = (
      one(aws_cloudfront_distribution.site.ordered_cache_behavior).path_pattern == "/api/*"
      && one(aws_cloudfront_distribution.site.ordered_cache_behavior).cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
      && one(aws_cloudfront_distribution.site.ordered_cache_behavior).viewer_protocol_policy == "https-only"
    )
    error_message = "Answers of the API are for one caller: nothing of them is cached, and no token travels without TLS."
  }
}

run "the_browser_keeps_the_page_to_its_own_scripts" {
  assert {
    condition = alltrue([for directive in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"] :
      strcontains(one(one(aws_cloudfront_response_headers_policy.site.security_headers_config).content_security_policy).content_security_policy, directive)
    ])
    error_message = "Scripts of others, inline scripts and frames are refused."
  }

  assert {
    condition     = !strcontains(one(one(aws_cloudfront_response_headers_policy.site.security_headers_config).content_security_policy).content_security_policy, "unsafe")
    error_message = "The policy has no exception."
  }
}

run "every_file_of_the_page_has_its_type_and_scripts_are_no_documents" {
  assert {
    condition     = aws_s3_object.file["index.html"].content_type == "text/html; charset=utf-8" && alltrue([for name, f in aws_s3_object.file : f.content_type == "text/javascript; charset=utf-8" if endswith(name, ".js")])
    error_message = "With nosniff a browser runs a script by its type alone."
  }
}

run "a_table_scales_within_its_limits_and_another_has_a_ceiling" {
  variables {
    capacity = {
      redemptions = { provisioned = { read = { min = 5, max = 50 }, write = { min = 100, max = 4000 } } }
      stock       = { on_demand_max = { write = 8000 } }
    }
  }

  assert {
    condition = (
      local.capacity.redemptions.provisioned.write.max == 4000 && local.capacity.redemptions.on_demand_max == null
      && local.capacity.stock.on_demand_max.write == 8000 && local.capacity.stock.provisioned == null
      && local.capacity.coupons.provisioned == null && local.capacity.coupons.on_demand_max == null
    )
    error_message = "A capacity for two of the tables leaves the third on demand."
  }
}

run "lists_and_single_coupons_may_be_read_through_dax" {
  variables {
    shared = {
      name_prefix        = "test"
      failed_records_arn = "arn:aws:s3:::failed"
      event_bus          = { name = "test-fleet", arn = "arn:aws:events:us-east-1:123456789012:event-bus/test-fleet" }
      function           = { vpc = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] } }
    }
    dax = {
      endpoint   = "daxs://cache.example"
      statements = [{ sid = "ReadThroughCache", actions = ["dax:GetItem", "dax:Query"], resources = ["arn:aws:dax:us-east-1:123456789012:cache/test"] }]
    }
  }

  assert {
    condition     = local.functions.coupons.environment.DAX_ENDPOINT == "daxs://cache.example" && contains(local.functions.coupons.statements[*].sid, "ReadThroughCache")
    error_message = "The function has the cache's endpoint and may read through it."
  }

  assert {
    condition     = !contains(keys(local.functions.promotions.environment), "DAX_ENDPOINT") && !contains(local.functions.promotions.statements[*].sid, "ReadThroughCache")
    error_message = "Only the function coupons has the cache."
  }
}

run "only_the_function_that_reads_through_the_cache_is_in_its_vpc" {
  variables {
    dax = {
      endpoint   = "daxs://cache.example"
      statements = [{ sid = "ReadThroughCache", actions = ["dax:GetItem", "dax:Query"], resources = ["arn:aws:dax:us-east-1:123456789012:cache/test"] }]
      vpc        = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
    }
  }

  assert {
    condition     = local.function_settings.coupons.vpc.subnet_ids == toset(["subnet-1"]) && local.function_settings.promotions.vpc == null && local.function_settings["coupon-expiry"].vpc == null
    error_message = "A function in the VPC without a way to EventBridge publishes nothing."
  }
}

run "what_no_table_takes_is_refused" {
  command = plan

  variables {
    capacity = {
      orders  = {}
      coupons = { on_demand_max = { read = 1 }, provisioned = { read = { min = 1, max = 1 }, write = { min = 1, max = 1 } } }
    }
    throttling = { burst = 0 }
    shards     = 1001
    keep_days  = 0
    scan_units = 0
    dax        = { endpoint = "daxs://cache.example", statements = [] }
  }

  expect_failures = [var.capacity, var.throttling, var.shards, var.keep_days, var.scan_units, var.dax]
}

run "the_expiry_reads_deletes_by_dynamodb_of_what_was_on_offer_alone" {
  assert {
    condition = [for filter in local.expiry_filters : jsondecode(filter)] == [{
      eventName    = ["REMOVE"]
      userIdentity = { type = ["Service"], principalId = ["dynamodb.amazonaws.com"] }
      dynamodb     = { OldImage = { state = { S = ["ACTIVE"] } } }
    }]
    error_message = "What an administrator has ended or deleted has not expired."
  }

  assert {
    condition     = output.watched.readers == [{ table_name = "test-coupons", reader = "coupon-expiry" }]
    error_message = "The stream of coupons has one reader; there is room for a history."
  }
}
