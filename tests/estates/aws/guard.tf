resource "aws_iam_role" "depot" {
  name                 = "depot"
  max_session_duration = 43200

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole" }]
  })
}

data "aws_iam_policy_document" "depot" {
  statement {
    actions   = ["s3:*", "iam:PassRole", "kms:Decrypt", "ssm:GetParameters", "backup:DeleteRecoveryPoint", "rds:DeleteDBInstance"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "depot" {
  role   = aws_iam_role.depot.name
  policy = data.aws_iam_policy_document.depot.json
}

resource "aws_iam_role_policy_attachment" "depot" {
  role       = aws_iam_role.depot.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_group" "nobody" {
  name = "nobody"
}

resource "aws_iam_account_password_policy" "parcels" {
  minimum_password_length = 6
}

resource "aws_kms_key" "parcels" {
  deletion_window_in_days = 7
  is_enabled              = false

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_secretsmanager_secret" "api" {
  name                    = "api"
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "api" {
  secret_id     = aws_secretsmanager_secret.api.id
  secret_string = "Parcel-2026-Parcel"
}

resource "aws_ssm_parameter" "api" {
  name  = "/parcels/password"
  type  = "String"
  value = "Parcel-2026-Parcel"
}

resource "aws_cognito_user_pool" "customers" {
  name = "customers"
}

resource "aws_cloudtrail" "parcels" {
  name           = "parcels"
  s3_bucket_name = aws_s3_bucket.labels.id
  enable_logging = false
}

resource "aws_cloudwatch_log_group" "parcels" {
  name              = "parcels"
  retention_in_days = 1
}

resource "aws_config_configuration_recorder" "parcels" {
  role_arn = aws_iam_role.depot.arn
}

resource "aws_guardduty_detector" "parcels" {
  enable = false
}

resource "aws_inspector2_enabler" "parcels" {
  account_ids    = ["111122223333"]
  resource_types = ["EC2"]
}

resource "aws_accessanalyzer_archive_rule" "parcels" {
  analyzer_name = "none"
  rule_name     = "none"

  filter {
    criteria = "isPublic"
    exists   = "true"
  }
}
