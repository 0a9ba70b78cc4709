# syntax=docker/dockerfile:1

# The platform: one process with the receivers, the API, the tails and the console. ClickHouse and PostgreSQL are
# servers of their own (docker-compose.yml); the embedded engines of `npm start` are not part of the image.
ARG NODE_IMAGE=node:20-bookworm-slim

# Manifests alone, so that the layers with packages live until one of them changes.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1 DO_NOT_TRACK=1
COPY package.json package-lock.json .npmrc ./
COPY packages/schema/package.json packages/schema/
COPY packages/search/package.json packages/search/
COPY packages/embedded/package.json packages/embedded/
COPY packages/sdk/package.json packages/sdk/
COPY packages/reference/package.json packages/reference/
COPY packages/tooling/package.json packages/tooling/
COPY apps/ingest/package.json apps/ingest/
COPY apps/console/package.json apps/console/
COPY examples/support-agent/package.json examples/support-agent/
COPY test/package.json test/

FROM manifests AS build
# The embedded engines are there for tests alone, and half a gigabyte.
RUN npm pkg delete devDependencies.@hanzo/embedded --workspace=apps/ingest \
  && npm ci --no-audit --no-fund --workspace=apps/ingest --workspace=apps/console --workspace=packages/schema --workspace=packages/search --workspace=packages/tooling
COPY tsconfig.base.json turbo.json ./
COPY packages/schema packages/schema
COPY packages/search packages/search
COPY apps apps
RUN npx tsc -p packages/schema/tsconfig.build.json \
  && npx tsc -p packages/search/tsconfig.build.json \
  && npm run build --workspace=apps/console \
  && npm run build --workspace=apps/ingest \
  && rm -rf apps/console/.next/cache apps/console/.next/dev

FROM manifests AS production
# npm does not omit a workspace that is a development dependency, so they are taken away. The drivers that drizzle may
# work with, and this platform does not, come along because the lockfile holds them for others. Next's compilers are for
# its build.
RUN npm pkg delete devDependencies --workspace=apps/ingest \
  && npm ci --omit=dev --no-audit --no-fund --workspace=apps/ingest --workspace=apps/console --workspace=packages/schema --workspace=packages/search \
  && rm -rf node_modules/@electric-sql node_modules/sql.js node_modules/@next/swc-* node_modules/lightningcss-*

FROM ${NODE_IMAGE} AS platform
LABEL org.opencontainers.image.title="Hanzo Cloud" \
  org.opencontainers.image.description="Observability for AI agents that you run yourself" \
  org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
ENV NODE_ENV=production \
  NEXT_TELEMETRY_DISABLED=1 \
  HANZO_HOST=0.0.0.0 \
  HANZO_PORT=4318 \
  HANZO_DATA_DIR=/data
RUN install --directory --owner=node --group=node --mode=0700 /data
COPY --from=production /app ./
COPY --from=build /app/packages/schema/dist packages/schema/dist
COPY --from=build /app/packages/search/dist packages/search/dist
COPY --from=build /app/apps/ingest/dist apps/ingest/dist
COPY apps/ingest/migrations apps/ingest/migrations
COPY apps/console apps/console
COPY --from=build /app/apps/console/.next apps/console/.next
COPY LICENSE ./
# The image's user `node`, by number: a cluster can tell that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 4317 4318
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HANZO_PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/ingest/dist/main.js"]
