# Answers with 5xx: the 503 of a function that asks to try again. API Gateway also answers 5xx for a function that fails, does not answer
# within 30 seconds, or must not be invoked.
resource "aws_cloudwatch_metric_alarm" "api" {
  count = var.shared.alarms.errors > 0 && length(var.shared.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${aws_apigatewayv2_api.this.name}-api-errors"
  alarm_description   = "The API ${aws_apigatewayv2_api.this.name} has answered with 5xx in 15 minutes. Its access log names the routes."
  namespace           = "AWS/ApiGateway"
  metric_name         = "5xx"
  dimensions          = { ApiId = aws_apigatewayv2_api.this.id }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 3
  datapoints_to_alarm = 1 # A short burst rings, too.
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.shared.alarms.errors
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  ok_actions          = var.shared.alarm_actions
  tags                = var.shared.tags
}
