# Meetings and devices.

resource "microsoft365_powershell_microsoft_teams_teams_meeting_policy" "default" {
  xds_identity                                    = "Global"
  allow_anonymous_users_to_join_meeting           = false
  allow_anonymous_users_to_start_meeting          = false
  allow_external_participant_give_request_control = false
  allow_pstn_users_to_bypass_lobby                = false
  auto_admitted_users                             = "EveryoneInCompanyExcludingGuests"
  allow_cloud_recording                           = false
  allow_external_non_trusted_meeting_chat         = false
}

resource "microsoft365_graph_beta_device_management_windows_device_compliance_policy" "windows" {
  display_name = "Windows"

  device_health = {
    bit_locker_enabled     = true
    secure_boot_enabled    = true
    code_integrity_enabled = true
  }

  device_properties = {
    os_minimum_version = "10.0.26100"
  }

  microsoft_defender_for_endpoint = {
    device_threat_protection_enabled                 = true
    device_threat_protection_required_security_level = "medium"
  }

  system_security = {
    active_firewall_required                   = true
    anti_spyware_required                      = true
    antivirus_required                         = true
    defender_enabled                           = true
    rtp_enabled                                = true
    signature_out_of_date                      = true
    storage_require_encryption                 = true
    tpm_required                               = true
    password_required                          = true
    password_block_simple                      = true
    password_required_to_unlock_from_idle      = true
    password_minutes_of_inactivity_before_lock = 15
  }

  scheduled_actions_for_rule = [{
    scheduled_action_configurations = [{
      action_type        = "block"
      grace_period_hours = 24
    }]
  }]

  assignments = [{ type = "allDevicesAssignmentTarget" }]
}

resource "microsoft365_graph_beta_device_management_windows_update_ring" "windows" {
  display_name                            = "Windows"
  microsoft_update_service_allowed        = true
  drivers_excluded                        = false
  automatic_update_mode                   = "autoInstallAtMaintenanceTime"
  quality_updates_deferral_period_in_days = 3
  feature_updates_deferral_period_in_days = 60
  quality_updates_paused                  = false
  feature_updates_paused                  = false
  feature_updates_rollback_window_in_days = 10
  allow_windows11_upgrade                 = true
  skip_checks_before_restart              = false

  deadline_settings = {
    deadline_for_feature_updates_in_days = 7
    deadline_for_quality_updates_in_days = 3
    deadline_grace_period_in_days        = 2
  }

  assignments = [{ type = "allDevicesAssignmentTarget" }]
}
