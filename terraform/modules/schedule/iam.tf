locals {
  alias = split(":", var.function.alias_arn)

  # The scheduler reads the input with its role's own rights; without this it calls nothing:
  # https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
  decrypt = var.kms_key_arn == null ? [] : [{
    Sid      = "DecryptInput"
    Effect   = "Allow"
    Action   = ["kms:Decrypt"]
    Resource = var.kms_key_arn
    Condition = { StringEquals = {
      "kms:EncryptionContext:aws:scheduler:schedule:arn" = "arn:${local.alias[1]}:scheduler:${local.alias[3]}:${local.alias[4]}:schedule/${var.group}/${local.name}"
    } }
  }]
}

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
      # Only for schedules of this group and account. The scheduler names the group, not the schedule:
      # https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      Condition = { StringEquals = {
        "aws:SourceAccount" = local.alias[4]
        "aws:SourceArn"     = "arn:${local.alias[1]}:scheduler:${local.alias[3]}:${local.alias[4]}:schedule-group/${var.group}"
      } }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  name = "schedule"
  role = aws_iam_role.scheduler.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      { Sid = "Invoke", Effect = "Allow", Action = ["lambda:InvokeFunction"], Resource = var.function.alias_arn },
      { Sid = "KeepMissed", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = aws_sqs_queue.dead_letters.arn },
    ], local.decrypt)
  })
}
