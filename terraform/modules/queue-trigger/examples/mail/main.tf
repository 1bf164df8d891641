# A function that takes messages from a FIFO queue; what fails five times waits in a queue beside it.

terraform {
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0, != 6.2.0, != 6.3.0"
    }
  }
}

provider "aws" {}

variable "jar" {
  description = "Path of the function's jar, as `mvn package` built it."
  type        = string
}

module "mail" {
  source = "../../../function"

  name_prefix = "example-queue-trigger"
  name        = "mail"
  handler     = "com.example.MailHandler"
  package     = { path = var.jar }
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "example-queue-trigger-mail-dead.fifo"
  fifo_queue                = true
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue" "mail" {
  name                       = "example-queue-trigger-mail.fifo"
  fifo_queue                 = true
  visibility_timeout_seconds = 6 * 30
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn, maxReceiveCount = 5 })
}

module "mail_trigger" {
  source = "../.."

  name            = "mail"
  function        = module.mail
  queue_arn       = aws_sqs_queue.mail.arn
  max_concurrency = 5
}
