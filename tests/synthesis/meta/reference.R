# Reference values of R's metafor for tests/synthesis/meta. The tests do not run this: it was run
# once, as `Rscript reference.R > reference.json`, with metafor 3.8-1 and metadat 1.2-0.
# The iterations are told to go on to the last digits.
suppressMessages({library(metafor); library(jsonlite)})

tight <- function(yi, step) list(threshold = 1e-13 * var(yi), maxiter = 20000, stepadj = step,
                                 tol = 1e-14 * var(yi), tau2.max = 100 * var(yi))
methods <- c("REML", "DL", "PM", "ML", "HE", "EE")

figures <- function(m) {
  p <- suppressWarnings(predict(m))
  list(estimate = as.numeric(m$beta), se = m$se, ci_low = m$ci.lb, ci_high = m$ci.ub,
       statistic = m$zval, p = m$pval, tau2 = m$tau2, i2 = m$I2, h2 = m$H2, q = m$QE, q_p = m$QEp,
       pi_low = p$pi.lb, pi_high = p$pi.ub)
}
fit <- function(yi, vi, method, test, ...) {
  go <- function(step) suppressWarnings(
    rma(yi, vi, method = method, test = test, control = tight(yi, step), ...))
  tryCatch(go(1), error = function(e) go(0.3))
}

pooled <- function(yi, vi, level = 95) {
  out <- list()
  for (method in methods) for (test in c("z", "knha")) {
    m <- fit(yi, vi, method, test, level = level)
    out[[length(out) + 1]] <- c(list(method = method, test = test), figures(m),
                                if (level == 95) list(weights = as.numeric(weights(m))))
  }
  out
}
without <- function(yi, vi, method, test)
  lapply(seq_along(yi), function(i) figures(fit(yi[-i], vi[-i], method, test)))

groups <- function(yi, vi, g, method, test) {
  g <- factor(g, levels = unique(g))
  each <- lapply(levels(g), function(l) {
    here <- g == l
    m <- if (sum(here) > 1) fit(yi[here], vi[here], method, test) else
      fit(yi[here], vi[here], "EE", "z")
    c(list(name = l, k = sum(here)), figures(m))
  })
  est <- sapply(each, function(e) e$estimate); se <- sapply(each, function(e) e$se)
  sep <- rma(est, se^2, method = "EE")
  com <- fit(yi, vi, method, test, mods = model.matrix(~ g)[, -1, drop = FALSE])
  list(method = method, test = test, each = each,
       separate = list(q = sep$QE, df = length(est) - 1, p = sep$QEp),
       common = list(q = com$QM, df = com$QMdf[1], p = com$QMp))
}
egger <- function(yi, vi, method, test) {
  m <- fit(yi, vi, method, test)
  lm_ <- regtest(m, model = "lm"); mixed <- regtest(m)
  list(method = method, test = test, t = lm_$zval, df = lm_$dfs, p = lm_$pval, limit = lm_$est,
       mixed_z = mixed$zval, mixed_p = mixed$pval)
}

cases <- list()
add <- function(name, measure, d, raw = NULL, by = NULL, more = TRUE) {
  yi <- as.numeric(d$yi); vi <- as.numeric(d$vi)
  case <- list(name = name, measure = measure, yi = yi, vi = vi, raw = raw,
               pooled = pooled(yi, vi), level90 = pooled(yi, vi, 90))
  if (more && length(yi) > 2) case$without <- list(
    REML = without(yi, vi, "REML", "z"), DL = without(yi, vi, "DL", "knha"))
  if (!is.null(by)) case$groups <- c(list(by = as.character(by)), list(of = list(
    groups(yi, vi, by, "REML", "z"), groups(yi, vi, by, "DL", "z"), groups(yi, vi, by, "PM", "knha"))))
  # metafor takes the columns of very small or large numbers for dependent ones.
  if (length(yi) >= 10 && !grepl("numbers", name)) case$egger <- list(egger(yi, vi, "REML", "z"), egger(yi, vi, "DL", "knha"))
  cases[[length(cases) + 1]] <<- case
}

d <- dat.bcg
for (m in c("RR", "OR", "RD"))
  add(paste("dat.bcg", m), m, escalc(m, ai = tpos, bi = tneg, ci = cpos, di = cneg, data = d),
      list(ai = d$tpos, bi = d$tneg, ci = d$cpos, di = d$cneg), by = d$alloc)
d <- dat.nielweise2007
for (m in c("RR", "OR", "RD"))
  add(paste("dat.nielweise2007, zero cells,", m), m,
      escalc(m, ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d),
      list(ai = d$ai, bi = d$n1i - d$ai, ci = d$ci, di = d$n2i - d$ci))
d <- dat.li2007
add("dat.li2007", "OR", escalc("OR", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d),
    list(ai = d$ai, bi = d$n1i - d$ai, ci = d$ci, di = d$n2i - d$ci))
d <- dat.normand1999
for (m in c("MD", "SMD"))
  add(paste("dat.normand1999", m), m,
      escalc(m, m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i, data = d),
      list(m1i = d$m1i, sd1i = d$sd1i, n1i = d$n1i, m2i = d$m2i, sd2i = d$sd2i, n2i = d$n2i))
d <- dat.molloy2014
for (m in c("COR", "ZCOR"))
  add(paste("dat.molloy2014", m), m, escalc(m, ri = ri, ni = ni, data = d),
      list(ri = d$ri, ni = d$ni), by = d$design)
d <- dat.raudenbush1985
add("dat.raudenbush1985", "SMD", d, by = ifelse(d$weeks > 1, "more weeks", "0-1 weeks"))
add("dat.hackshaw1998", "OR", dat.hackshaw1998, by = dat.hackshaw1998$country)
d <- dat.mcdaniel1994
add("dat.mcdaniel1994", "ZCOR", escalc("ZCOR", ri = ri, ni = ni, data = d), more = FALSE,
    by = ifelse(is.na(d$struct), "unknown", as.character(d$struct)))

set.seed(2025)
made <- function(k, tau, scale = 1) {
  vi <- scale^2 * rchisq(k, 3) / 20
  data.frame(yi = rnorm(k, 0.3 * scale, sqrt(tau^2 + vi)), vi = vi)
}
add("two studies that agree", "GEN", data.frame(yi = c(0.1, 0.12), vi = c(0.04, 0.09)))
add("two studies that differ", "GEN", data.frame(yi = c(-1, 2), vi = c(0.04, 0.09)))
add("no variance between studies", "GEN", data.frame(yi = c(0.2, 0.21, 0.19, 0.22), vi = c(.1, .2, .15, .3)))
add("huge heterogeneity", "GEN", data.frame(yi = c(-500, 3, 1000, -20, 250), vi = c(.01, .02, .01, .04, .03)))
add("one precise study", "GEN", data.frame(yi = c(0.1, 0.9, 1.1, 0.4), vi = c(1e-6, .5, .4, .6)))
for (i in 1:6) add(paste("made", i), "GEN", made(c(3, 5, 8, 12, 25, 60)[i], c(0, .2, .5, 0, 1, .3)[i]),
                   more = i < 5)
add("made, small numbers", "GEN", made(15, 3e-5, 1e-4))
add("made, large numbers", "GEN", made(15, 3e5, 1e6))

zeros <- data.frame(ai = c(0, 0, 5, 10, 3), bi = c(10, 20, 0, 0, 17), ci = c(3, 0, 2, 12, 4), di = c(9, 15, 8, 0, 16))
sizes <- lapply(c("RR", "OR", "RD"), function(m) {
  e <- escalc(m, ai = ai, bi = bi, ci = ci, di = di, data = zeros)
  e00 <- escalc(m, ai = ai, bi = bi, ci = ci, di = di, data = zeros, drop00 = TRUE)
  list(measure = m, raw = zeros, yi = as.numeric(e$yi), vi = as.numeric(e$vi),
       dropped = which(is.na(e00$yi)) - 1L)
})
cat(toJSON(list(cases = cases, zero_cells = sizes), auto_unbox = TRUE, digits = I(12), na = "null",
           null = "null", dataframe = "columns"), "\n")
