# A pixel is asked for by browsers, which have no credentials: the URL is open to everybody.

resource "aws_lambda_function_url" "track" {
  count = var.enabled && var.track.enabled ? 1 : 0

  function_name      = module.function["track"].name
  qualifier          = module.function["track"].alias_name
  authorization_type = "NONE" # The provider adds the permission to call the URL.
}

# Since October 2025 a URL needs the permission to invoke its function as well:
# https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html. It must hold through the URL only, or
# every AWS account could invoke the function with an event of its own making. Provider 5.100 cannot
# say so (6.29 can: aws_lambda_permission.invoked_via_function_url), CloudFormation can.
resource "aws_cloudformation_stack" "track" {
  count = var.enabled && var.track.enabled ? 1 : 0

  name = "${module.function["track"].name}-url"
  tags = var.shared.tags

  template_body = jsonencode({
    Resources = {
      InvokeThroughUrl = {
        Type = "AWS::Lambda::Permission"
        Properties = {
          FunctionName          = module.function["track"].alias_arn
          Action                = "lambda:InvokeFunction"
          Principal             = "*"
          InvokedViaFunctionUrl = true
        }
      }
    }
  })

  depends_on = [aws_lambda_function_url.track]
}
