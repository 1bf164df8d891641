terraform {
  # The S3 backend locks without a table.
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0, != 6.2.0, != 6.3.0"
    }
  }
}
