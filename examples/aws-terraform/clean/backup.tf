# Backups: daily, kept a month, locked, copied to another region and account, and restored as a test.

resource "aws_kms_key" "backup" {
  description             = "Backups, and nothing else"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_backup_vault" "shop" {
  name        = "shop"
  kms_key_arn = aws_kms_key.backup.arn
}

resource "aws_backup_vault_lock_configuration" "shop" {
  backup_vault_name   = aws_backup_vault.shop.name
  min_retention_days  = 7
  changeable_for_days = 3
}

resource "aws_sns_topic" "operations" {
  name              = "operations"
  kms_master_key_id = aws_kms_key.logs.id
}

resource "aws_backup_vault_notifications" "shop" {
  backup_vault_name   = aws_backup_vault.shop.name
  sns_topic_arn       = aws_sns_topic.operations.arn
  backup_vault_events = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"]
}

resource "aws_backup_plan" "shop" {
  name = "shop"

  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.shop.name
    schedule          = "cron(0 3 * * ? *)"

    lifecycle {
      delete_after = 35
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:eu-central-1:444455556666:backup-vault:shop"

      lifecycle {
        delete_after = 90
      }
    }
  }
}

resource "aws_backup_selection" "shop" {
  name         = "everything-tagged"
  plan_id      = aws_backup_plan.shop.id
  iam_role_arn = aws_iam_role.backup.arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = "daily"
  }
}

resource "aws_backup_restore_testing_plan" "shop" {
  name                = "monthly"
  schedule_expression = "cron(0 5 1 * ? *)"

  recovery_point_selection {
    algorithm            = "LATEST_WITHIN_WINDOW"
    include_vaults       = [aws_backup_vault.shop.arn]
    recovery_point_types = ["SNAPSHOT"]
  }
}

resource "aws_backup_restore_testing_selection" "shop" {
  for_each                  = toset(["RDS", "S3"])
  name                      = lower(each.key)
  restore_testing_plan_name = aws_backup_restore_testing_plan.shop.name
  protected_resource_type   = each.key
  protected_resource_arns   = ["*"]
  iam_role_arn              = aws_iam_role.backup.arn
}

resource "aws_backup_report_plan" "shop" {
  name = "jobs"

  report_delivery_channel {
    s3_bucket_name = aws_s3_bucket.logs.id
  }

  report_setting {
    report_template = "BACKUP_JOB_REPORT"
  }
}

resource "aws_iam_role" "backup" {
  name = "backup"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "backup.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "backup" {
  for_each = toset([
    "AWSBackupServiceRolePolicyForBackup",
    "AWSBackupServiceRolePolicyForRestores",
    "AWSBackupServiceRolePolicyForS3Backup",
    "AWSBackupServiceRolePolicyForS3Restore",
  ])
  role       = aws_iam_role.backup.name
  policy_arn = "arn:aws:iam::aws:policy/${startswith(each.key, "AWSBackupServiceRolePolicyForS3") ? "" : "service-role/"}${each.key}"
}
