resource "azurerm_virtual_network" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  address_space       = ["10.30.0.0/16"]
  dns_servers         = ["8.8.8.8"]
}

resource "azurerm_subnet" "booking" {
  name                 = "booking"
  resource_group_name  = azurerm_resource_group.booking.name
  virtual_network_name = azurerm_virtual_network.booking.name
  address_prefixes     = ["10.30.1.0/24"]
}

resource "azurerm_network_security_group" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location

  dynamic "security_rule" {
    for_each = var.open_ports

    content {
      name                       = "port-${security_rule.value}"
      priority                   = 100 + security_rule.key
      direction                  = "Inbound"
      access                     = "Allow"
      protocol                   = "Tcp"
      source_port_range          = "*"
      destination_port_range     = tostring(security_rule.value)
      source_address_prefix      = "Internet"
      destination_address_prefix = "*"
    }
  }

  security_rule {
    name                       = "out"
    priority                   = 100
    direction                  = "Outbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
  }
}

resource "azurerm_network_security_rule" "udp" {
  name                        = "udp"
  resource_group_name         = azurerm_resource_group.booking.name
  network_security_group_name = azurerm_network_security_group.booking.name
  priority                    = 200
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Udp"
  source_port_range           = "*"
  destination_port_range      = "*"
  source_address_prefix       = "*"
  destination_address_prefix  = "*"
}

resource "azurerm_network_security_rule" "everything" {
  name                        = "everything"
  resource_group_name         = azurerm_resource_group.booking.name
  network_security_group_name = azurerm_network_security_group.booking.name
  priority                    = 210
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "*"
  source_port_range           = "*"
  destination_port_range      = "*"
  source_address_prefix       = "*"
  destination_address_prefix  = "*"
}

resource "azurerm_public_ip" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  allocation_method   = "Static"
}

resource "azurerm_network_interface" "booking" {
  name                  = "booking"
  resource_group_name   = azurerm_resource_group.booking.name
  location              = var.location
  ip_forwarding_enabled = true

  ip_configuration {
    name                          = "booking"
    subnet_id                     = azurerm_subnet.booking.id
    private_ip_address_allocation = "Dynamic"
    public_ip_address_id          = azurerm_public_ip.booking.id
  }
}

resource "azurerm_network_watcher_flow_log" "booking" {
  name                      = "booking"
  network_watcher_name      = "booking"
  resource_group_name       = azurerm_resource_group.booking.name
  network_security_group_id = azurerm_network_security_group.booking.id
  storage_account_id        = "/subscriptions/0/resourceGroups/booking/providers/Microsoft.Storage/storageAccounts/logs"
  enabled                   = false

  retention_policy {
    enabled = false
    days    = 7
  }
}

resource "azurerm_application_gateway" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location

  sku {
    name     = "Standard_v2"
    tier     = "Standard_v2"
    capacity = 1
  }

  gateway_ip_configuration {
    name      = "booking"
    subnet_id = azurerm_subnet.booking.id
  }

  frontend_ip_configuration {
    name                 = "public"
    public_ip_address_id = azurerm_public_ip.booking.id
  }

  frontend_port {
    name = "http"
    port = 80
  }

  http_listener {
    name                           = "http"
    frontend_ip_configuration_name = "public"
    frontend_port_name             = "http"
    protocol                       = "Http"
  }

  backend_address_pool {
    name = "booking"
  }

  backend_http_settings {
    name                  = "http"
    cookie_based_affinity = "Disabled"
    port                  = 80
    protocol              = "Http"
  }

  request_routing_rule {
    name                       = "booking"
    rule_type                  = "Basic"
    http_listener_name         = "http"
    backend_address_pool_name  = "booking"
    backend_http_settings_name = "http"
  }
}

resource "azurerm_web_application_firewall_policy" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location

  policy_settings {
    enabled = false
    mode    = "Detection"
  }

  managed_rules {
    managed_rule_set {
      version = "3.2"

      rule_group_override {
        rule_group_name = "REQUEST-944-APPLICATION-ATTACK-JAVA"

        rule {
          id      = "944240"
          enabled = false
        }
      }
    }
  }
}

resource "azurerm_frontdoor" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name

  frontend_endpoint {
    name      = "booking"
    host_name = "booking.azurefd.net"
  }

  backend_pool {
    name                = "booking"
    health_probe_name   = "booking"
    load_balancing_name = "booking"

    backend {
      address     = "booking.example"
      host_header = "booking.example"
      http_port   = 80
      https_port  = 443
    }
  }

  routing_rule {
    name               = "booking"
    accepted_protocols = ["Http"]
    patterns_to_match  = ["/*"]
    frontend_endpoints = ["booking"]
  }
}

resource "azurerm_frontdoor_firewall_policy" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  enabled             = false
  mode                = "Detection"
}

resource "azurerm_cdn_endpoint" "booking" {
  name                = "booking"
  profile_name        = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  is_https_allowed    = false

  origin {
    name      = "booking"
    host_name = "booking.example"
  }
}

resource "azurerm_cdn_endpoint_custom_domain" "booking" {
  name            = "booking"
  cdn_endpoint_id = azurerm_cdn_endpoint.booking.id
  host_name       = "cdn.booking.example"

  cdn_managed_https {
    certificate_type = "Dedicated"
    protocol_type    = "ServerNameIndication"
    tls_version      = "TLS10"
  }
}

resource "azurerm_firewall" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  sku_name            = "AZFW_VNet"
  sku_tier            = "Premium"
  threat_intel_mode   = "Alert"
}

resource "azurerm_firewall_policy" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  sku                 = "Premium"

  intrusion_detection {
    mode = "Alert"
  }
}
