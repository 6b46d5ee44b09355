resource "azurerm_kubernetes_cluster" "booking" {
  name                             = "booking"
  resource_group_name              = azurerm_resource_group.booking.name
  location                         = var.location
  dns_prefix                       = "booking"
  http_application_routing_enabled = true
  sku_tier                         = "Free"

  default_node_pool {
    name                   = "system"
    vm_size                = "Standard_D2s_v5"
    node_count             = 1
    node_public_ip_enabled = true
  }

  network_profile {
    network_plugin = "kubenet"
  }

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_container_registry" "booking" {
  name                   = "booking"
  resource_group_name    = azurerm_resource_group.booking.name
  location               = var.location
  sku                    = "Premium"
  admin_enabled          = true
  anonymous_pull_enabled = true
}

resource "azurerm_container_registry_webhook" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  registry_name       = azurerm_container_registry.booking.name
  location            = var.location
  service_uri         = "http://hooks.booking.example"
  actions             = ["push"]
}

resource "azurerm_container_group" "import" {
  name                = "import"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  os_type             = "Linux"
  ip_address_type     = "Public"

  container {
    name   = "import"
    image  = "booking/import:latest"
    cpu    = "0.5"
    memory = "1"

    environment_variables = { DB_PASSWORD = "Booking-2026" }
  }
}

resource "azurerm_api_management" "booking" {
  name                       = "booking"
  resource_group_name        = azurerm_resource_group.booking.name
  location                   = var.location
  publisher_name             = "Booking"
  publisher_email            = "api@booking.example"
  sku_name                   = "Consumption_0"
  client_certificate_enabled = false

  security {
    backend_tls10_enabled  = true
    frontend_tls10_enabled = true
  }
}

resource "azurerm_api_management_backend" "old" {
  name                = "old"
  resource_group_name = azurerm_resource_group.booking.name
  api_management_name = azurerm_api_management.booking.name
  protocol            = "http"
  url                 = "http://old.booking.example"
}

resource "azurerm_service_fabric_cluster" "legacy" {
  name                = "legacy"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  reliability_level   = "Bronze"
  upgrade_mode        = "Automatic"
  vm_image            = "Windows"
  management_endpoint = "https://legacy.booking.example:19080"
}

resource "azurerm_spring_cloud_service" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
}

resource "azurerm_spring_cloud_app" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  service_name        = azurerm_spring_cloud_service.booking.name
  is_public           = true
  https_only          = false
}

resource "azurerm_spring_cloud_api_portal" "booking" {
  name                          = "default"
  spring_cloud_service_id       = azurerm_spring_cloud_service.booking.id
  https_only_enabled            = false
  public_network_access_enabled = true
}

resource "azurerm_batch_account" "reports" {
  name                = "reports"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
}

resource "azurerm_automation_account" "nightly" {
  name                = "nightly"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  sku_name            = "Basic"
}

resource "azurerm_automation_variable_string" "password" {
  name                    = "password"
  resource_group_name     = azurerm_resource_group.booking.name
  automation_account_name = azurerm_automation_account.nightly.name
  value                   = "Booking-2026"
  encrypted               = false
}

resource "azurerm_search_service" "doctors" {
  name                = "doctors"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  sku                 = "standard"
  replica_count       = 1
  allowed_ips         = ["0.0.0.0/0"]
}

resource "azurerm_cognitive_account" "speech" {
  name                = "speech"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  kind                = "SpeechServices"
  sku_name            = "S0"
}

resource "azurerm_machine_learning_workspace" "triage" {
  name                          = "triage"
  resource_group_name           = azurerm_resource_group.booking.name
  location                      = var.location
  application_insights_id       = "insights"
  key_vault_id                  = azurerm_key_vault.booking.id
  storage_account_id            = "storage"
  public_network_access_enabled = true

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_machine_learning_compute_cluster" "triage" {
  name                          = "triage"
  location                      = var.location
  machine_learning_workspace_id = azurerm_machine_learning_workspace.triage.id
  vm_priority                   = "Dedicated"
  vm_size                       = "Standard_DS2_v2"
  ssh_public_access_enabled     = true
}

resource "azurerm_linux_virtual_machine" "import" {
  name                            = "import"
  resource_group_name             = azurerm_resource_group.booking.name
  location                        = var.location
  size                            = "Standard_B2s"
  admin_username                  = "booking"
  admin_password                  = "Booking-2026"
  disable_password_authentication = false
  network_interface_ids           = [azurerm_network_interface.booking.id]
  custom_data                     = base64encode("export DB_PASSWORD=Booking-2026")

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Standard_LRS"
  }
}

resource "azurerm_windows_virtual_machine" "desk" {
  name                      = "desk"
  resource_group_name       = azurerm_resource_group.booking.name
  location                  = var.location
  size                      = "Standard_B2s"
  admin_username            = "booking"
  admin_password            = "Booking-2026"
  network_interface_ids     = [azurerm_network_interface.booking.id]
  automatic_updates_enabled = false
  provision_vm_agent        = false
  patch_mode                = "Manual"

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Standard_LRS"
  }
}

resource "azurerm_site_recovery_replicated_vm" "desk" {
  name                                      = "desk"
  resource_group_name                       = azurerm_resource_group.booking.name
  recovery_vault_name                       = azurerm_recovery_services_vault.booking.name
  source_vm_id                              = azurerm_windows_virtual_machine.desk.id
  source_recovery_fabric_name               = "west"
  source_recovery_protection_container_name = "west"
  target_resource_group_id                  = azurerm_resource_group.booking.id
  target_recovery_fabric_id                 = "north"
  target_recovery_protection_container_id   = "north"
  recovery_replication_policy_id            = "policy"
}

resource "azurerm_linux_virtual_machine_scale_set" "workers" {
  name                            = "workers"
  resource_group_name             = azurerm_resource_group.booking.name
  location                        = var.location
  sku                             = "Standard_B2s"
  instances                       = 2
  admin_username                  = "booking"
  admin_password                  = "Booking-2026"
  disable_password_authentication = false
}

resource "azurerm_managed_disk" "scans" {
  name                 = "scans"
  resource_group_name  = azurerm_resource_group.booking.name
  location             = var.location
  storage_account_type = "Standard_LRS"
  create_option        = "Empty"
  disk_size_gb         = 100

  encryption_settings {
    enabled = false
  }
}
