# The bus that patterns publish on. To receive events, add a rule.

resource "aws_cloudwatch_event_bus" "this" {
  name               = local.bus_name
  description        = "Events of the patterns of ${var.name_prefix}."
  kms_key_identifier = local.kms_key_arn
  tags               = var.tags

  dead_letter_config {
    arn = aws_sqs_queue.undelivered.arn
  }
}

locals {
  bus_name  = "${var.name_prefix}-fleet"
  event_bus = { name = aws_cloudwatch_event_bus.this.name, arn = aws_cloudwatch_event_bus.this.arn }
}

# EventBridge puts events here that it can never process, as when the customer managed key is disabled:
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq.html
resource "aws_sqs_queue" "undelivered" {
  name                      = "${substr(var.name_prefix, 0, 60)}-events-undelivered"
  message_retention_seconds = 1209600 # 14 days, the longest SQS has.
  sqs_managed_sse_enabled   = true    # Under the bus's own key the queue would fail together with it.
  tags                      = var.tags
}

resource "aws_sqs_queue_policy" "undelivered" {
  queue_url = aws_sqs_queue.undelivered.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "KeepUndelivered"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.undelivered.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_bus.this.arn } }
    }]
  })
}
