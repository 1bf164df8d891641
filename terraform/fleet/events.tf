# The bus that patterns publish on. Whoever wants to hear of it adds a rule.

resource "aws_cloudwatch_event_bus" "fleet" {
  name               = "${var.name_prefix}-fleet"
  description        = "What the patterns of ${var.name_prefix} publish."
  kms_key_identifier = var.kms_key_arn
  tags               = var.tags
}

locals {
  event_bus = { name = aws_cloudwatch_event_bus.fleet.name, arn = aws_cloudwatch_event_bus.fleet.arn }
}
