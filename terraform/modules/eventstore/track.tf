# Browsers that ask for a pixel have no credentials. With authorization NONE the URL is open to everybody; with AWS_IAM a
# CloudFront distribution can sign in their place, and filter before.

locals {
  has_track = var.enabled && var.track.enabled

  # Whom the URL's permission to invoke is for. Principals of the account need none, but their own policy.
  callers = (
    var.track.authorization == "NONE" ? { Principal = "*" } :
    var.track.cloudfront_distribution_arn != null ? { Principal = "cloudfront.amazonaws.com", SourceArn = var.track.cloudfront_distribution_arn } :
    {}
  )
}

resource "aws_lambda_function_url" "track" {
  #checkov:skip=CKV_AWS_258:A pixel is public; track.authorization = "AWS_IAM" closes it, and its concurrency is always limited.
  count = local.has_track ? 1 : 0

  function_name      = module.function["track"].name
  qualifier          = module.function["track"].alias_name
  authorization_type = var.track.authorization # With NONE the provider adds the permission to call the URL.
}

resource "aws_lambda_permission" "track" {
  count = local.has_track && var.track.cloudfront_distribution_arn != null ? 1 : 0

  statement_id           = "cloudfront-url"
  action                 = "lambda:InvokeFunctionUrl"
  function_name          = module.function["track"].name
  qualifier              = module.function["track"].alias_name
  principal              = "cloudfront.amazonaws.com"
  source_arn             = var.track.cloudfront_distribution_arn
  function_url_auth_type = "AWS_IAM"
}

# Since October 2025 a URL needs the permission to invoke its function as well:
# https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html. It must hold through the URL only, or
# every AWS account could invoke the function with an event that it made up. Provider 5.100 cannot
# say so (6.29 can: aws_lambda_permission.invoked_via_function_url), CloudFormation can.
resource "aws_cloudformation_stack" "track" {
  #checkov:skip=CKV_AWS_124:The stack holds one permission; the apply reports whether it was made.
  count = local.has_track && (var.track.authorization == "NONE" || var.track.cloudfront_distribution_arn != null) ? 1 : 0

  name = "${module.function["track"].name}-url"
  tags = var.shared.tags

  template_body = jsonencode({
    Resources = {
      InvokeThroughUrl = {
        Type = "AWS::Lambda::Permission"
        Properties = merge({
          FunctionName          = module.function["track"].alias_arn
          Action                = "lambda:InvokeFunction"
          InvokedViaFunctionUrl = true
        }, local.callers)
      }
    }
  })

  depends_on = [aws_lambda_function_url.track]
}
