# What a pattern says at any depth, though Terraform has no recursion: its text becomes a string of one letter for each
# token, and expressions over that string find what can never match.
#
#   {}[]:,  as they are          s  text          d  a number   b  true, false   0  null   k  a sign of `numeric`
#   names:  e x p w q c u a  operators   o  $or   t  types of text   B  BOOL, NULL   M  M, L
#           D  dynamodb   I  the images   F  fields outside of images   n  any other

locals {
  tokens = {
    for f, pattern in local.filters : f => regexall("\"(?:[^\"\\\\]|\\\\.)*\"|[][{}:,]|[^][{}:,\"]+", jsonencode(pattern))
  }

  letters_of_names = merge(
    { "exists" = "e", "suffix" = "x", "prefix" = "p", "wildcard" = "w", "equals-ignore-case" = "q", "cidr" = "c", "numeric" = "u", "anything-but" = "a" },
    { "$or" = "o", "dynamodb" = "D" },
    { for type in ["S", "N", "B", "SS", "NS", "BS"] : type => "t" },
    { "BOOL" = "B", "NULL" = "B", "M" = "M", "L" = "M" },
    { for image in ["Keys", "NewImage", "OldImage"] : image => "I" },
    { for field in ["ApproximateCreationDateTime", "SequenceNumber", "SizeBytes", "StreamViewType", "eventName", "userIdentity"] : field => "F" },
  )
  letters_of_values = merge(
    { "true" = "b", "false" = "b", "null" = "0" },
    { for token in ["{", "}", "[", "]", ":", ","] : token => token },
    { for sign in ["=", "<", "<=", ">", ">="] : jsonencode(sign) => "k" },
  )

  shapes = {
    for f, tokens in local.tokens : f => join("", [
      for i, token in tokens :
      try(tokens[i + 1], "") == ":" && startswith(token, "\"")
      ? lookup(local.letters_of_names, jsondecode(token), "n")
      : lookup(local.letters_of_values, token, startswith(token, "\"") ? "s" : "d")
    ])
  }

  # Each operator with what it may be given becomes the value that it stands for: s, d, or v for one of any type.
  inner = { for f, shape in local.shapes : f => replace(shape, "/\\{[pxqw]:(?:[sk]|\\[[sk](?:,[sk])*\\])\\}/", "S") }
  values = {
    for f, shape in local.inner : f => replace(replace(replace(replace(replace(replace(replace(
      # {"prefix": {"equals-ignore-case": "a"}}, {"anything-but": {"prefix": "a"}}
      shape, "/\\{[pxa]:S\\}/", "s"),
      "/\\{a:(?:[sk]|\\[[sk](?:,[sk])*\\])\\}/", "s"),
      "/\\{a:(?:d|\\[[skd](?:,[skd])*\\])\\}/", "d"),
      "/\\{c:[sk]\\}/", "s"),
      "/\\{u:\\[k,d(?:,k,d)?\\]\\}/", "d"),
      "/\\{e:b\\}/", "v"),
    "/S/", "s")
  }

  # An alternative of `$or` is a pattern, every other list has values. An object has a name, a name has a list or an object.
  no_patterns = [
    for f, shape in local.values : f
    if(contains(["event", "fanout"], var.source_type) && shape == "{}") ||
    can(regex(":[skdb0v]|[a-zA-Z]:\\[\\]|[a-zA-Z]:\\{\\}", shape)) ||
    can(regex("[a-np-zA-Z]:\\[[^]]*\\{", shape)) ||
    can(regex("\\[\\[|,\\[", shape)) ||
    can(regex("o:\\[[^{]", shape)) ||
    can(regex("o:\\[\\{\\}", shape))
  ]

  shapes_of_changes = { for f, shape in local.values : f => shape if contains(keys(local.changes), f) && !contains(local.no_patterns, f) }

  numeric = [for f, shape in local.shapes_of_changes : f if can(regex("t:\\[[^]]*[db0]", shape))]

  booleans = [for f, shape in local.shapes_of_changes : f if can(regex("B:\\[[^]]*[skd0]", shape)) && !contains(local.untyped, f)]

  # An attribute with a list of values, with an object of no type, or with a type that has no list; M and L with a list.
  untyped = distinct(concat(local.untyped_at_the_top, [
    for f, shape in local.shapes_of_changes : f
    if can(regex("M:\\[|n:\\[|M:\\{[nFDIexpwqcua]:\\[|n:\\{[nFDIexpwqcua]:|n:\\{[tB]:\\{", replace(shape, "/F:\\{[^}]*\\}/", "")))
    && !contains(local.elsewhere, f) && !contains(local.unknown_fields, f)
  ]))
}
