resource "veeambackup_aws_ec2_backup_policy" "machines" {
  name        = "machines"
  region_ids  = ["eu-central-1"]
  backup_type = "SelectedItems"

  selected_items {
    virtual_machine_ids = [aws_instance.orders.id]
  }

  schedule_settings {
    daily_schedule_enabled   = true
    weekly_schedule_enabled  = false
    monthly_schedule_enabled = false
    yearly_schedule_enabled  = false

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
