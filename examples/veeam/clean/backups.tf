resource "veeambackup_vbr_repository" "vault" {
  name        = "vault"
  description = "Backups of machines, in an account of their own"
  type        = "AmazonS3"

  bucket {
    bucket_name = "contoso-backup-vault"
    folder_name = "machines"
    region_id   = "eu-west-1"

    immutability {
      is_enabled        = true
      days_count        = 30
      immutability_mode = "Compliance"
    }
  }
}

resource "veeambackup_aws_ec2_backup_policy" "machines" {
  name        = "machines"
  region_ids  = ["eu-central-1"]
  backup_type = "SelectedItems"

  selected_items {
    virtual_machine_ids = [aws_instance.orders.id, aws_instance.billing.id]
  }

  backup_settings {
    target_repository_id = veeambackup_vbr_repository.vault.id
  }

  policy_notification_settings {
    email                                  = "backup-operators@contoso.example"
    notify_on_success                      = false
    notify_on_warning                      = true
    notify_on_failure                      = true
    suppress_notification_until_last_retry = true
  }

  schedule_settings {
    daily_schedule_enabled        = true
    weekly_schedule_enabled       = false
    monthly_schedule_enabled      = false
    yearly_schedule_enabled       = false
    health_check_schedule_enabled = true

    health_check_schedule {
      months              = ["January", "April", "July", "October"]
      day_number_in_month = "First"
      day_of_week         = ["Sunday"]
    }

    daily_schedule {
      kind          = "SelectedDays"
      runs_per_hour = 1

      snapshot_options {
        retention_count = 7
        schedule_hours  = [3]
      }
    }
  }
}
