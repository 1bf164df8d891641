output "packages" {
  description = "The input `package` of functions and patterns, by the same names."
  value = merge(var.packages, { for name, object in aws_s3_object.jar : name => {
    path = null
    s3 = {
      bucket        = object.bucket
      key           = object.key
      version       = null
      sha256_base64 = filebase64sha256(local.uploaded[name])
    }
  } })
}

output "bucket" {
  description = "Name of the bucket; null when nothing is uploaded."
  value       = one(module.bucket[*].name)
}
