resource "aws_iam_role" "scheduler" {
  name        = local.role_name
  description = "Lets the schedule ${local.name} invoke ${var.function.name}."
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      # Only for schedules of this account, not for whoever names the role in one of theirs.
      Condition = { StringEquals = { "aws:SourceAccount" = split(":", var.function.alias_arn)[4] } }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  name = "schedule"
  role = aws_iam_role.scheduler.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Invoke", Effect = "Allow", Action = ["lambda:InvokeFunction"], Resource = var.function.alias_arn },
      { Sid = "KeepMissed", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = aws_sqs_queue.dead_letters.arn },
    ]
  })
}
