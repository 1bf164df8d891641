# A function that reads one table.

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

resource "aws_dynamodb_table" "greetings" {
  name         = "example-function-greetings"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "language"

  attribute {
    name = "language"
    type = "S"
  }
}

module "greeter" {
  source = "../.."

  name_prefix = "example-function"
  name        = "greeter"
  handler     = "com.example.GreeterHandler"
  package     = { path = var.jar }
  environment = { GREETINGS_TABLE = aws_dynamodb_table.greetings.name }

  statements = [{
    sid       = "ReadGreetings"
    actions   = ["dynamodb:GetItem"]
    resources = [aws_dynamodb_table.greetings.arn]
  }]
}

output "alias_arn" {
  description = "What to invoke."
  value       = module.greeter.alias_arn
}
