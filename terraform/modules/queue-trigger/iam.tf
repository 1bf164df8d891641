resource "aws_iam_role_policy" "queue" {
  count = var.function.role_name == null ? 0 : 1 # A role that was given is left alone.

  name = "${var.name}-queue"
  role = var.function.role_name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReceiveMessages"
      Effect   = "Allow"
      Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
      Resource = var.queue_arn
    }]
  })
}
