# What the upload of jars promises, against a mocked provider. The jars are this file: any file has a hash.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

variables {
  shared = {
    name_prefix        = "test"
    failed_records_arn = "arn:aws:s3:::failed"
  }
  packages = {
    history = { path = "tests/packages.tftest.hcl" }
    fanout  = { s3 = { bucket = "jars", key = "fanout-fn.jar", version = "1", sha256_base64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" } }
  }
}

run "a_local_jar_is_uploaded_once_under_its_hash" {
  command = plan

  assert {
    condition     = keys(aws_s3_object.jar) == ["history"] && aws_s3_object.jar["history"].key == "${filesha256("tests/packages.tftest.hcl")}/packages.tftest.hcl"
    error_message = "Another jar is another object."
  }

  assert {
    condition     = output.packages.history.path == null && output.packages.history.s3.bucket == "test-packages-123456789012-us-east-1" && output.packages.history.s3.sha256_base64 == filebase64sha256("tests/packages.tftest.hcl")
    error_message = "Functions take the object, and deploy when its bytes change."
  }

  assert {
    condition     = jsonencode(output.packages.fanout) == jsonencode(var.packages.fanout)
    error_message = "What is in S3 already is handed through."
  }
}

run "without_uploads_functions_take_the_files" {
  command = plan

  variables {
    upload = false
  }

  assert {
    condition     = jsonencode(output.packages) == jsonencode(var.packages) && output.bucket == null
    error_message = "Nothing is made."
  }
}

run "a_jar_that_was_not_built_is_refused" {
  command = plan

  variables {
    packages = { history = { path = "target/none.jar" } }
  }

  expect_failures = [var.packages]
}
