"""Meta-analysis: from the effects of several studies to one estimate, and how far they agree.

The figures are those of R's metafor, which the tests compare. The libraries in Python lack parts
of this: statsmodels (`stats.meta_analysis`) has no likelihood methods, prediction intervals or
subgroups, and PyMARE no estimator after Paule and Mandel and no prediction interval.
"""
