# The linter alone: no shell scripts, no network at run time, not root.
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.13-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --find-links /wheels srm-lint && rm -r /wheels \
    && useradd --create-home --uid 10001 srm
USER srm
WORKDIR /scan
ENTRYPOINT ["srm-lint"]
CMD ["check", "."]
