terraform {
  # 1.9: a validation may look at other variables. 1.10: the S3 backend locks without a table.
  required_version = ">= 1.10.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
