a = <<-E
  ${"x"}%{ for i in [1] ~}${i}%{ endfor }
  E
b {
 c "d" {
 e = {for k, v in [1] : k => v... if v > 0}
 f = [a[*].b, a.*.c[0], !true ? -1 : f(1, [2]...)]
}
}
# srm-lint: ignore[x] y
