// Written by npm run openapi from openapi.yaml: what the API takes and answers, as types. Do not edit.

export interface paths {
    "/v1/frontiers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your frontiers
         * @description In short, as their events tell them: GET one of them for its result.
         */
        get: operations["listFrontiers"];
        put?: never;
        /**
         * Find the frontier of a problem and execute its plans
         * @description Plans none of which dominates another in the objectives, each with its gap, estimate and measurement.
         */
        post: operations["createFrontier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/frontiers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a frontier gets on, and its result
         * @description Progress, the best plans so far with their gaps, and the result once there is one.
         */
        get: operations["getFrontier"];
        put?: never;
        post?: never;
        /**
         * Cancel a frontier
         * @description What was found so far is kept. A running job ends within the grace period; one that has ended stays as it is.
         */
        delete: operations["cancelFrontier"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/frontiers/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a frontier as it runs
         * @description Server-sent events of type `job`: each carries the state of the job in short (JobEvent) and has its revision as id. States that follow each other quickly are told as one. The stream ends after the state in which the job has ended; then GET the job. Comments keep the connection open meanwhile.
         */
        get: operations["streamFrontierEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your plans
         * @description In short, as their events tell them: GET one of them for its result.
         */
        get: operations["listPlans"];
        put?: never;
        /**
         * Find one plan for the first objective under the epsilons
         * @description The best placement found, with its gap, estimate and measurement; or why there is none.
         */
        post: operations["createPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a plan gets on, and its result
         * @description Progress, the best plans so far with their gaps, and the result once there is one.
         */
        get: operations["getPlan"];
        put?: never;
        post?: never;
        /**
         * Cancel a plan
         * @description What was found so far is kept. A running job ends within the grace period; one that has ended stays as it is.
         */
        delete: operations["cancelPlan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a plan as it runs
         * @description Server-sent events of type `job`: each carries the state of the job in short (JobEvent) and has its revision as id. States that follow each other quickly are told as one. The stream ends after the state in which the job has ended; then GET the job. Comments keep the connection open meanwhile.
         */
        get: operations["streamPlanEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your evaluations
         * @description In short, as their events tell them: GET one of them for its result.
         */
        get: operations["listEvaluations"];
        put?: never;
        /**
         * Judge a placement of your own
         * @description What is illegal in it and by how much, what it should cost, and what it does when it serves requests.
         */
        post: operations["createEvaluation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evaluations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a evaluation gets on, and its result
         * @description Progress, the best plans so far with their gaps, and the result once there is one.
         */
        get: operations["getEvaluation"];
        put?: never;
        post?: never;
        /**
         * Cancel a evaluation
         * @description What was found so far is kept. A running job ends within the grace period; one that has ended stays as it is.
         */
        delete: operations["cancelEvaluation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evaluations/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a evaluation as it runs
         * @description Server-sent events of type `job`: each carries the state of the job in short (JobEvent) and has its revision as id. States that follow each other quickly are told as one. The stream ends after the state in which the job has ended; then GET the job. Comments keep the connection open meanwhile.
         */
        get: operations["streamEvaluationEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/explanations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your explanations
         * @description In short, as their events tell them: GET one of them for its result.
         */
        get: operations["listExplanations"];
        put?: never;
        /**
         * Explain a plan, or a placement of your own
         * @description What each host carries, what is at its limit, which tables cost most, why the bound is not met, and what one more host, more memory or one host fewer would change: by solving again.
         */
        post: operations["createExplanation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/explanations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a explanation gets on, and its result
         * @description Progress, the best plans so far with their gaps, and the result once there is one.
         */
        get: operations["getExplanation"];
        put?: never;
        post?: never;
        /**
         * Cancel a explanation
         * @description What was found so far is kept. A running job ends within the grace period; one that has ended stays as it is.
         */
        delete: operations["cancelExplanation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/explanations/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a explanation as it runs
         * @description Server-sent events of type `job`: each carries the state of the job in short (JobEvent) and has its revision as id. States that follow each other quickly are told as one. The stream ends after the state in which the job has ended; then GET the job. Comments keep the connection open meanwhile.
         */
        get: operations["streamExplanationEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drifts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your drifts
         * @description In short, as their events tell them: GET one of them for its result.
         */
        get: operations["listDrifts"];
        put?: never;
        /**
         * Compare a trace with the workload of a problem
         * @description How far requests are from what a plan was made for, table by table, beyond chance; what that does to a placement; and the workload to plan with now.
         */
        post: operations["createDrift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drifts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a drift gets on, and its result
         * @description Progress, the best plans so far with their gaps, and the result once there is one.
         */
        get: operations["getDrift"];
        put?: never;
        post?: never;
        /**
         * Cancel a drift
         * @description What was found so far is kept. A running job ends within the grace period; one that has ended stays as it is.
         */
        delete: operations["cancelDrift"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drifts/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a drift as it runs
         * @description Server-sent events of type `job`: each carries the state of the job in short (JobEvent) and has its revision as id. States that follow each other quickly are told as one. The stream ends after the state in which the job has ended; then GET the job. Comments keep the connection open meanwhile.
         */
        get: operations["streamDriftEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your batches
         * @description How many jobs of each wait, run and have ended.
         */
        get: operations["listBatches"];
        put?: never;
        /**
         * Queue many jobs at once
         * @description All requests are checked before any job is made: one that is wrong refuses the batch, with every fault of every item. A batch that does not fit into the queue makes none.
         */
        post: operations["createBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a batch gets on
         * @description Its jobs by status, and each in short: GET a job for its result.
         */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        /**
         * Cancel all jobs of a batch
         * @description Each keeps what it has found; those that have ended stay as they are.
         */
        delete: operations["cancelBatch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/estimates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge a placement without running it
         * @description What is illegal in it and by how much, what it should cost, and how far its objectives are from bounds in closed form. Nothing is searched, executed or kept: POST /v1/evaluations executes it, POST /v1/explanations searches for better.
         */
        post: operations["createEstimate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/comparisons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare two plans, placements, jobs or problems
         * @description What has to move from one to the other, how objectives, gaps and violations differ, and what measurements on the same requests say; of others, why they say nothing. Frontiers are compared plan by plan, problems field by field. Nothing is searched, executed or kept.
         */
        post: operations["createComparison"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the models that you have uploaded
         * @description Their hashes, and each in short: GET one of them for its content.
         */
        get: operations["listModels"];
        put?: never;
        /**
         * Upload a model
         * @description Checked, and kept until you delete it. Then `{"hash": ...}` stands for it in requests. The same content, however it is written, has the same hash.
         */
        post: operations["uploadModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The content of a model
         * @description Immutable. Canonical JSON, defaults filled in and keys in order: its SHA-256 is the hash.
         */
        get: operations["getModel"];
        put?: never;
        post?: never;
        /**
         * Delete a model
         * @description Jobs that were made with it are whole without it.
         */
        delete: operations["deleteModel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the workloads that you have uploaded
         * @description Their hashes, and each in short: GET one of them for its content.
         */
        get: operations["listWorkloads"];
        put?: never;
        /**
         * Upload a workload
         * @description Checked, and kept until you delete it. Then `{"hash": ...}` stands for it in requests. The same content, however it is written, has the same hash.
         */
        post: operations["uploadWorkload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workloads/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The content of a workload
         * @description Immutable. Canonical JSON, defaults filled in and keys in order: its SHA-256 is the hash.
         */
        get: operations["getWorkload"];
        put?: never;
        post?: never;
        /**
         * Delete a workload
         * @description Jobs that were made with it are whole without it.
         */
        delete: operations["deleteWorkload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the traces that you have uploaded
         * @description Their hashes, and each in short: GET one of them for its content.
         */
        get: operations["listTraces"];
        put?: never;
        /**
         * Upload a trace
         * @description Checked, and kept until you delete it. Then `{"hash": ...}` stands for it in requests. The same content, however it is written, has the same hash.
         */
        post: operations["uploadTrace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/traces/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The content of a trace
         * @description Immutable. Canonical JSON, defaults filled in and keys in order: its SHA-256 is the hash. Accept asks for another form.
         */
        get: operations["getTrace"];
        put?: never;
        post?: never;
        /**
         * Delete a trace
         * @description Jobs that were made with it are whole without it.
         */
        delete: operations["deleteTrace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fleets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the fleets that you have uploaded
         * @description Their hashes, and each in short: GET one of them for its content.
         */
        get: operations["listFleets"];
        put?: never;
        /**
         * Upload a fleet
         * @description Checked, and kept until you delete it. Then `{"hash": ...}` stands for it in requests. The same content, however it is written, has the same hash.
         */
        post: operations["uploadFleet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fleets/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The content of a fleet
         * @description Immutable. Canonical JSON, defaults filled in and keys in order: its SHA-256 is the hash.
         */
        get: operations["getFleet"];
        put?: never;
        post?: never;
        /**
         * Delete a fleet
         * @description Jobs that were made with it are whole without it.
         */
        delete: operations["deleteFleet"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the problems that you have uploaded
         * @description Their hashes, and each in short: GET one of them for its content.
         */
        get: operations["listProblems"];
        put?: never;
        /**
         * Upload a problem
         * @description Checked as a job would check it, and kept whole: fixtures and uploads that it names are put in place, a workload is estimated where it names a trace. Then `{"hash": ...}` stands for it in requests.
         */
        post: operations["uploadProblem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/problems/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The content of a problem
         * @description Immutable. Canonical JSON, defaults filled in and keys in order: its SHA-256 is the hash.
         */
        get: operations["getProblem"];
        put?: never;
        post?: never;
        /**
         * Delete a problem
         * @description Jobs that were made with it are whole without it.
         */
        delete: operations["deleteProblem"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fixtures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the models and fleets that ship with Shardwright
         * @description Their names stand for them in requests: `{"fixture": ...}`.
         */
        get: operations["listFixtures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fixtures/models/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A model with its workload, and where both come from
         * @description To start your own from: both may be sent in a request as they stand.
         */
        get: operations["getModelFixture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fixtures/fleets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A fleet
         * @description To start your own from: it may be sent in a request as it stands.
         */
        get: operations["getFleetFixture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the types of errors
         * @description Every way in which the service refuses or fails, and how to mend it.
         */
        get: operations["listProblemTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say what a type of error means
         * @description JSON; a page for people where text/html is asked for.
         */
        get: operations["getProblemType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say whether the process answers
         * @description An answer is all there is to it: a process that gives none is to be restarted.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say whether requests can be served
         * @description The database answers, its tables are there, and the process has not been told to end.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures for Prometheus
         * @description Requests by route, jobs that wait, times of solving and measuring, gaps, restarts, event-loop lag. With a token, where the server has tokens.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is here
         * @description JSON; browsers, which ask for text/html, get the page.
         */
        get: operations["getIndex"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Clients can be generated from it; /docs shows it to people.
         */
        get: operations["getOpenApiYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document as JSON
         * @description The same, for tools that read no YAML.
         */
        get: operations["getOpenApiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A problem whose objectives are traded off against each other, and how hard to search and measure. */
        FrontierRequest: {
            problem: components["schemas"]["UploadReference"] | components["schemas"]["ProblemInput"];
            /**
             * @description Of every random choice: search, sampling, weights.
             * @default 1
             */
            seed?: number;
            /**
             * @description How plans are executed as sharded inference; false: not at all.
             * @default {}
             */
            measure?: false | components["schemas"]["MeasureOptions"];
            /** @description Requests to serve; synthesised from the workload when left out. */
            trace?: components["schemas"]["UploadReference"] | components["schemas"]["Trace"];
            /** @default highs */
            engine?: components["schemas"]["EngineName"];
            /**
             * @description Factor of the default work. Work is counted in moves and nodes, not in time: the same effort and seed give the same plans on any machine. Gaps that are left open are then searched by large-neighbourhood search with HiGHS too: floor(6 x (effort - 1)) sub-problems, hence none by default.
             * @default 1
             */
            effort?: number;
            /** @description Wall time of solving, after which it ends as if cancelled and answers with what it has; `stoppedBy` then says `time limit`, and plans depend on the machine. */
            timeLimitSeconds?: number;
            /**
             * @description Caps tried on an objective that is not a count.
             * @default 8
             */
            gridPoints?: number;
        };
        /** @description What was uploaded before, by its content hash. */
        UploadReference: {
            hash: string;
        };
        /** @description A problem whose parts are given inline, by the name of a fixture or by the hash of an upload. */
        ProblemInput: {
            model: components["schemas"]["ModelReference"] | components["schemas"]["UploadReference"] | components["schemas"]["Model"];
            /** @description Left out: that of the model's fixture. */
            workload?: components["schemas"]["ModelReference"] | components["schemas"]["UploadReference"] | components["schemas"]["TraceWorkload"] | components["schemas"]["Workload"];
            fleet: components["schemas"]["FleetReference"] | components["schemas"]["UploadReference"] | components["schemas"]["Fleet"];
            /** @description Left out: for a frontier hostsUsed, peakLoad, bytesOnWire, and fanOut where the model has two nets or more; for a plan peakLoad. A plan minimises the first. */
            objectives?: components["schemas"]["ObjectiveName"][];
            /** @default [] */
            epsilons?: components["schemas"]["Epsilon"][];
            /** @default [] */
            constraints?: components["schemas"]["Constraint"][];
            /** @default lookupBytes */
            loadMeasure?: components["schemas"]["LoadMeasure"];
            /** @description Constants of your own fleet; the built-in ones when left out. */
            coefficients?: components["schemas"]["Coefficients"];
            currentPlacement?: components["schemas"]["Placement"];
        };
        /** @description A model, or a workload, that ships with Shardwright. */
        ModelReference: {
            fixture: components["schemas"]["ModelFixtureName"];
        };
        /**
         * @description A model that ships with Shardwright; GET /v1/fixtures lists them.
         * @enum {string}
         */
        ModelFixtureName: "criteo-kaggle" | "criteo-terabyte-dcnv2" | "criteo-terabyte-uncapped" | "dcperf-model-a" | "dcperf-model-b-int4" | "dcperf-model-b-int8" | "deeprecsys-rmc1" | "deeprecsys-rmc2" | "deeprecsys-rmc3" | "drm1" | "drm2" | "drm3" | "synthetic-jumbo" | "synthetic-large" | "synthetic-medium" | "synthetic-small" | "synthetic-tiny";
        /** @description A recommendation model: nets, embedding tables, dense part. */
        Model: {
            name: string;
            /** @description What a report on this model has to say of it. */
            note?: string;
            nets: components["schemas"]["Net"][];
            tables: components["schemas"]["Table"][];
            /** @description A model without a dense part is measured on its embedding part. */
            dense?: components["schemas"]["Dense"];
        };
        /** @description Tables and operators executed as a unit; nets run in the order listed. */
        Net: {
            name: string;
        };
        /** @description An embedding table: rows of dim elements, looked up by its features. */
        Table: {
            name: string;
            /** @description The net that the table belongs to. */
            net: string;
            /** @description Number of rows, at most 2^32: indices travel as unsigned 32-bit. */
            rows: number;
            /** @description Embedding dimension: elements per row. */
            dim: number;
            /** @default fp32 */
            dtype?: components["schemas"]["Dtype"];
            /**
             * @description A `request` table (user side) is looked up once and its vector broadcast over the samples.
             * @default sample
             * @enum {string}
             */
            lookupsPer?: "sample" | "request";
            /** @description One table may serve several features. */
            features: components["schemas"]["Feature"][];
        };
        /**
         * @description Of the elements of a row. int8 and int4 rows carry a scale and a bias of two bytes each beside them.
         * @enum {string}
         */
        Dtype: "fp32" | "fp16" | "int8" | "int4";
        /** @description A sparse input. Each feature answers one pooled vector a sample (or a request). */
        Feature: {
            name: string;
            /** @default sum */
            pooling?: components["schemas"]["Pooling"];
        };
        /**
         * @description How the rows that one feature looks up become one vector.
         * @enum {string}
         */
        Pooling: "sum" | "mean";
        /** @description The dense part, run on the main shard. */
        Dense: {
            /** @description Dense inputs of a sample. */
            inputFeatures: number;
            /** @description Widths of the bottom MLP; empty where dense inputs go to the interaction as they are. */
            bottomMlp: number[];
            interaction: components["schemas"]["Interaction"];
            /** @description Widths of the top MLP; the last one is the number of scores a sample. */
            topMlp: number[];
        };
        /** @description How the dense features meet the pooled embeddings. */
        Interaction: components["schemas"]["DotInteraction"] | components["schemas"]["CatInteraction"];
        /** @description Dot products of all pairs, beside the dense features. */
        DotInteraction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dot";
        };
        /** @description All of them side by side. */
        CatInteraction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "cat";
            /** @description Averages the concatenation over windows of this width. */
            stride?: number;
        };
        /** @description A workload estimated from sampled requests, as the paper does. */
        TraceWorkload: {
            trace: components["schemas"]["UploadReference"] | components["schemas"]["Trace"];
            /**
             * @description Requests sampled from the trace (all, where it holds fewer).
             * @default 1000
             */
            requests?: number;
            /** @default 1 */
            seed?: number;
            /** @description Samples that are served together. */
            batchSize: number;
            requestsPerSecond?: number;
        };
        /** @description Sampled requests; features without an entry were not looked up. */
        Trace: {
            requests: components["schemas"]["TraceRequest"][];
        };
        /** @description One inference request: its samples, what each feature looks up, its dense inputs. */
        TraceRequest: {
            samples: number;
            features: components["schemas"]["JaggedFeature"][];
            /** @description samples x inputFeatures, row by row; empty where the model has no dense part. */
            dense: number[];
        };
        /** @description As in TorchRec's KeyedJaggedTensor: one key with lengths and values. */
        JaggedFeature: {
            feature: string;
            /** @description Lookups of each sample (one entry for request-level tables). */
            lengths: number[];
            /** @description Row indices of all samples, one after another. */
            indices: number[];
        };
        /** @description How a model is asked: per table pooling factors, presence and popularity. */
        Workload: {
            /** @description Most samples that one inference takes; a request may need several. */
            batchSize: number;
            /** @description Samples (items to rank) of one request. */
            samplesPerRequest: number;
            /** @description Q; where given, hosts have a load capacity. */
            requestsPerSecond?: number;
            tables: components["schemas"]["TableTraffic"][];
        };
        /** @description How one table is looked up. */
        TableTraffic: {
            table: string;
            popularity: components["schemas"]["Popularity"];
            features: components["schemas"]["FeatureTraffic"][];
        };
        /** @description How lookups spread over the rows of a table. */
        Popularity: components["schemas"]["ZipfPopularity"] | components["schemas"]["EmpiricalPopularity"];
        /** @description The i-th most popular row is looked up in proportion to i to the power of -exponent. */
        ZipfPopularity: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "zipf";
            /** @description P(rank r) is proportional to (r + 1)^-exponent; 0 is uniform. */
            exponent: number;
        };
        /** @description As counted: shares of the rows, the most popular first, with the lookups that they take. */
        EmpiricalPopularity: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "empirical";
            /** @description F(x): the most popular share `rows` of rows gets the share `lookups`; linear between points. */
            shares: {
                rows: number;
                lookups: number;
            }[];
        };
        /** @description How one feature is looked up, on average. */
        FeatureTraffic: {
            feature: string;
            /** @description p_t: mean lookups per sample (per request for request-level tables), zeros included. */
            poolingFactor: number;
            /**
             * @description Standard deviation of the lookups of a sample that has any.
             * @default 0
             */
            poolingSpread?: number;
            /**
             * @description a_t: share of samples (requests) with any lookup.
             * @default 1
             */
            presence?: number;
            /** @description Of the lookups of any two samples of a request: each sample repeats those that its request has in common with probability sqrt(correlation). 0 when left out; nothing at request level. */
            correlation?: number;
        };
        /** @description A fleet that ships with Shardwright. */
        FleetReference: {
            fixture: components["schemas"]["FleetFixtureName"];
        };
        /**
         * @description A fleet that ships with Shardwright; GET /v1/fixtures lists them.
         * @enum {string}
         */
        FleetFixtureName: "4x32gib" | "8x32gib" | "16x32gib" | "64x32gib" | "4x64gib" | "8x64gib" | "16x64gib" | "64x64gib" | "4x256gib" | "8x256gib" | "16x256gib" | "64x256gib" | "mixed";
        /** @description The hosts that shards may run on. */
        Fleet: {
            main: components["schemas"]["MainHost"];
            hostTypes: components["schemas"]["HostType"][];
        };
        /** @description The host of the main shard, host 0, named `main`. */
        MainHost: {
            memoryBytes: number;
            /**
             * @description Kept free for the operating system and the serving process.
             * @default 0
             */
            reservedBytes?: number;
            memoryBandwidthBytesPerSecond: number;
            cores: number;
            /**
             * @description Relative to the machine that the cost model was measured on.
             * @default 1
             */
            cpuSpeed?: number;
            /**
             * @description Any unit, the same for all hosts.
             * @default 1
             */
            cost?: number;
            link: components["schemas"]["Link"];
        };
        /** @description A host's connection to the network. */
        Link: {
            roundTripMs: number;
            bandwidthBytesPerSecond: number;
        };
        /** @description Equal hosts, named `<type>-0`, `<type>-1` and so on. */
        HostType: {
            name: string;
            count: number;
            memoryBytes: number;
            /**
             * @description Kept free for the operating system and the serving process.
             * @default 0
             */
            reservedBytes?: number;
            memoryBandwidthBytesPerSecond: number;
            cores: number;
            /**
             * @description Relative to the machine that the cost model was measured on.
             * @default 1
             */
            cpuSpeed?: number;
            /**
             * @description Any unit, the same for all hosts.
             * @default 1
             */
            cost?: number;
            link: components["schemas"]["Link"];
            /**
             * @description Host i of the type lies in domain i mod length.
             * @default [
             *       "default"
             *     ]
             */
            failureDomains?: string[];
        };
        /**
         * @description A quantity that is minimised.
         * @enum {string}
         */
        ObjectiveName: "hostsUsed" | "hostCost" | "peakMemory" | "peakLoad" | "criticalLoad" | "fanOut" | "bytesOnWire" | "latencyMs" | "movedBytes";
        /** @description A cap placed on a quantity other than the one minimised. */
        Epsilon: {
            objective: components["schemas"]["ObjectiveName"];
            /** @description In the unit of the objective. */
            atMost: number;
        };
        /** @description A rule that a placement has to keep. */
        Constraint: components["schemas"]["LoadCapacityConstraint"] | components["schemas"]["PinConstraint"] | components["schemas"]["ForbidConstraint"] | components["schemas"]["TogetherConstraint"] | components["schemas"]["ApartConstraint"] | components["schemas"]["MaxHostsConstraint"] | components["schemas"]["DrainedConstraint"] | components["schemas"]["MovementLimitConstraint"] | components["schemas"]["TableOptionsConstraint"];
        /** @description No host is busier than this share at the request rate; 0.7 where a rate is given and this is not. */
        LoadCapacityConstraint: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "loadCapacity";
            maxUtilisation: number;
        };
        /** @description The table lies on these hosts only. A pin that names `main` lets its table stay on the main shard, where no tableOptions constraint for it leaves `mainShard` out; `main` alone keeps it there. */
        PinConstraint: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "pin";
            table: string;
            hosts: string[];
        };
        /** @description The table lies on none of these hosts. */
        ForbidConstraint: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "forbid";
            table: string;
            hosts: string[];
        };
        /** @description These tables lie on the same host. */
        TogetherConstraint: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "together";
            tables: string[];
        };
        /** @description No two of these tables share a host (or a failure domain). */
        ApartConstraint: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "apart";
            tables: string[];
            /**
             * @default host
             * @enum {string}
             */
            scope?: "host" | "failureDomain";
        };
        /** @description The table, or the net, spreads over at most so many hosts. */
        MaxHostsConstraint: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "maxHosts";
            table?: string;
            net?: string;
            atMost: number;
        };
        /** @description These hosts take no table. */
        DrainedConstraint: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "drained";
            hosts: string[];
        };
        /** @description At most so much leaves its place in the current placement. */
        MovementLimitConstraint: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "movementLimit";
            bytes?: number;
            tables?: number;
        };
        /** @description How these tables (all, when left out) may be laid out. Without it the search lays tables out whole or row-wise in up to 16 equal parts; column-wise parts, replicas and the main shard are used only where it allows them (the main shard also where a pin names `main`). A placement of your own may use any layout that leaves the main shard free. */
        TableOptionsConstraint: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "tableOptions";
            tables?: string[];
            allow: components["schemas"]["OptionKind"][];
            maxParts?: number;
        };
        /**
         * @description A way of laying a table out.
         * @enum {string}
         */
        OptionKind: "whole" | "rowWise" | "columnWise" | "replicated" | "mainShard";
        /**
         * @description What load counts per batch: bytes read, rows looked up (the paper's), or nanoseconds of service.
         * @enum {string}
         */
        LoadMeasure: "lookupBytes" | "poolingFactor" | "serviceTime";
        /** @description Constants of the cost model behind estimates. */
        Coefficients: {
            /** @description Where the figures come from. */
            source: string;
            /** @description Rows read and pooled by one thread, tables outside the caches. */
            embeddingBytesPerSecond: number;
            /** @description Fixed cost of one lookup. */
            lookupSeconds: number;
            /** @description Fixed cost of one table slice called in a batch. */
            partSeconds: number;
            /** @description CPU time that one RPC costs the shard that answers it. */
            rpcSeconds: number;
            serializationBytesPerSecond: number;
            /** @description Multiply and add counted as two. */
            denseFlopsPerSecond: number;
            /** @description Fixed cost of one layer of an MLP a batch; 0 when left out. */
            denseLayerSeconds?: number;
            /** @description Weights that a batch reads from memory, those of all MLPs beyond `cache.bytes`; no cost when left out. */
            denseWeightBytesPerSecond?: number;
            /** @description CPU time that one RPC costs the main shard; 0 when left out. */
            mainRpcSeconds?: number;
            /** @description CPU time, both sides together, that a table slice in a call costs beside its bytes; 0 when left out. */
            sliceSeconds?: number;
            /** @description Lookups of the most popular rows, which the caches hold; all lookups miss them when left out. */
            cache?: {
                /** @description Of rows that stay in the caches, dealt to the tables by load; and, apart from them, of weights. */
                bytes: number;
                lookupSeconds: number;
                bytesPerSecond: number;
            };
        };
        /** @description Table slices on hosts: a decision without numbers. */
        Placement: {
            shards: components["schemas"]["Shard"][];
        };
        /** @description The part of a model that one host serves. */
        Shard: {
            /** @description `main` or `<host type>-<number>`. */
            host: string;
            slices: components["schemas"]["TableSlice"][];
        };
        /** @description A whole table, a row range or a column range of it. The same table whole on several hosts is replicated. */
        TableSlice: components["schemas"]["WholeSlice"] | components["schemas"]["RowSlice"] | components["schemas"]["ColumnSlice"];
        /** @description The whole table. */
        WholeSlice: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "whole";
            table: string;
        };
        /** @description A range of rows: start is in it, end is not. */
        RowSlice: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "rows";
            table: string;
            /**
             * @description `shuffled`: positions of the fixed seeded permutation; `asStored`: row indices as they are.
             * @default shuffled
             * @enum {string}
             */
            rowOrder?: "shuffled" | "asStored";
            start: number;
            end: number;
        };
        /** @description A range of columns: start is in it, end is not. */
        ColumnSlice: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "columns";
            table: string;
            start: number;
            end: number;
        };
        /** @description How plans are executed. */
        MeasureOptions: {
            /**
             * @description Requests timed. P99 needs more than P90 does.
             * @default 100
             */
            requests?: number;
            /**
             * @description Served first, and neither timed nor compared.
             * @default 5
             */
            warmupRequests?: number;
            /**
             * @description A longer frontier is measured at so many points, evenly spread.
             * @default 12
             */
            maxPlans?: number;
            /** @default sharedArrayBuffer */
            transport?: components["schemas"]["TransportName"];
            /** @default perShard */
            shardThreads?: components["schemas"]["ShardThreads"];
            /**
             * @description Reconstruct latency with these round trip times of every link too, besides the fleet's own.
             * @default []
             */
            roundTripsMs?: number[];
        };
        /**
         * @description What carries calls to sparse shards and answers back: shared memory with futexes, messages whose buffers are transferred, or comlink on top of such messages.
         * @enum {string}
         */
        TransportName: "sharedArrayBuffer" | "postMessage" | "comlink";
        /**
         * @description Threads of sparse shards: one for each, or one for each core but the main shard's, which shards then share. Shared threads are woken once a net and keep their code in the caches: nearer to hosts of their own in what shards compute, further from them in what wake-ups cost; replayed latency charges every call a wake-up.
         * @enum {string}
         */
        ShardThreads: "perShard" | "perCore";
        /**
         * @description What solves mixed-integer programs.
         * @enum {string}
         */
        EngineName: "highs" | "glpk" | "javascript-lp-solver";
        /**
         * @description `queued` and `running` go on; the others are final. `failed` is a bug of ours, `cancelled` keeps what was found.
         * @enum {string}
         */
        JobStatus: "queued" | "running" | "succeeded" | "failed" | "cancelled";
        /** @description A problem of which the first objective is minimised, and how. */
        PlanRequest: {
            problem: components["schemas"]["UploadReference"] | components["schemas"]["ProblemInput"];
            /**
             * @description Of every random choice: search, sampling, weights.
             * @default 1
             */
            seed?: number;
            /**
             * @description How plans are executed as sharded inference; false: not at all.
             * @default {}
             */
            measure?: false | components["schemas"]["MeasureOptions"];
            /** @description Requests to serve; synthesised from the workload when left out. */
            trace?: components["schemas"]["UploadReference"] | components["schemas"]["Trace"];
            /** @default highs */
            engine?: components["schemas"]["EngineName"];
            /**
             * @description Factor of the default work. Work is counted in moves and nodes, not in time: the same effort and seed give the same plans on any machine. Gaps that are left open are then searched by large-neighbourhood search with HiGHS too: floor(6 x (effort - 1)) sub-problems, hence none by default.
             * @default 1
             */
            effort?: number;
            /** @description Wall time of solving, after which it ends as if cancelled and answers with what it has; `stoppedBy` then says `time limit`, and plans depend on the machine. */
            timeLimitSeconds?: number;
            /** @default auto */
            method?: components["schemas"]["MethodName"];
        };
        /** @description `auto` searches and closes the gap, `mip` solves the assignment program; or a published strategy. */
        MethodName: ("auto" | "mip") | components["schemas"]["StrategyName"];
        /**
         * @description A published static strategy, or our greedy start with local search.
         * @enum {string}
         */
        StrategyName: "singular" | "one-shard" | "capacity-balanced" | "load-balanced" | "nsbp" | "greedy-dim" | "greedy-size" | "greedy-lookup" | "greedy-size-lookup" | "local-search";
        /** @description A placement of your own, to be judged. */
        EvaluationRequest: {
            problem: components["schemas"]["UploadReference"] | components["schemas"]["ProblemInput"];
            /**
             * @description Of every random choice: search, sampling, weights.
             * @default 1
             */
            seed?: number;
            /**
             * @description How plans are executed as sharded inference; false: not at all.
             * @default {}
             */
            measure?: false | components["schemas"]["MeasureOptions"];
            /** @description Requests to serve; synthesised from the workload when left out. */
            trace?: components["schemas"]["UploadReference"] | components["schemas"]["Trace"];
            placement: components["schemas"]["Placement"];
        };
        /** @description A plan, or a placement of your own, to be explained. */
        ExplanationRequest: {
            problem: components["schemas"]["UploadReference"] | components["schemas"]["ProblemInput"];
            /**
             * @description Of every random choice: search, sampling, weights.
             * @default 1
             */
            seed?: number;
            /** @default highs */
            engine?: components["schemas"]["EngineName"];
            /**
             * @description Factor of the default work. Work is counted in moves and nodes, not in time: the same effort and seed give the same plans on any machine. Gaps that are left open are then searched by large-neighbourhood search with HiGHS too: floor(6 x (effort - 1)) sub-problems, hence none by default.
             * @default 1
             */
            effort?: number;
            /** @description Wall time of solving, after which it ends as if cancelled and answers with what it has; `stoppedBy` then says `time limit`, and plans depend on the machine. */
            timeLimitSeconds?: number;
            /** @description Explained under the problem's own epsilons, for its first objective. */
            placement?: components["schemas"]["Placement"];
            /** @description Explained under its own epsilons, for the objective of its proof. */
            plan?: components["schemas"]["Plan"];
            /**
             * @description Whether the problem is solved again, as it is and with changes: several times what a plan takes.
             * @default true
             */
            reSolves?: boolean;
        };
        /** @description A placement with its estimate, proof, measurement and provenance. */
        Plan: {
            placement: components["schemas"]["Placement"];
            /** @description SHA-256, hexadecimal. */
            placementHash: string;
            /** @description The caps that this plan was solved under. */
            epsilons: components["schemas"]["Epsilon"][];
            estimate: components["schemas"]["Estimate"];
            proof: components["schemas"]["Proof"];
            measurement?: components["schemas"]["Measurement"];
            provenance: components["schemas"]["Provenance"];
        };
        /** @description What the cost model predicts of a placement. Never measured. */
        Estimate: {
            /** @description Sparse hosts that hold anything. */
            hostsUsed: number;
            /** @description Summed costs of the hosts used, in the fleet's unit. */
            hostCost: number;
            /** @description Largest share of a host that is full, 0 to 1. */
            peakMemory: number;
            /** @description Largest load of a host per batch, divided by its relative speed. */
            peakLoad: number;
            /** @description Sum over nets of the largest batchLoad: nets run one after another. */
            criticalLoad: number;
            /** @description Sum over nets of the sparse hosts that may be called for one batch. */
            fanOut: number;
            /** @description Calls to sparse shards that one request makes on average. */
            expectedRpcsPerRequest: number;
            /** @description Payload bytes per request: lengths and indices out, pooled vectors back. */
            bytesOnWire: number;
            /** @description Predicted critical path of a request, by the cost model. */
            latencyMs: number;
            /** @description Predicted CPU of a request, all shards together, at cpuSpeed 1. */
            cpuMs: number;
            /** @description Where a current placement is given. */
            movedBytes?: number;
            loadMeasure: components["schemas"]["LoadMeasure"];
            coefficientsSource: string;
            hosts: components["schemas"]["HostEstimate"][];
        };
        /** @description What one host holds and is asked for. */
        HostEstimate: {
            host: string;
            memoryBytes: number;
            /** @description Of capacity: memory less reservation. */
            memoryShare: number;
            /** @description What its load is divided by in peakLoad; the fastest sparse host has 1. */
            relativeSpeed: number;
            /** @description meanLoad over all nets per batch, in the problem's load measure, at reference speed. */
            load: number;
            /** @description Tables with a slice here. */
            tables: number;
            /** @description Calls that one request makes to it on average. */
            rpcsPerRequest: number;
            /** @description The higher of CPU and memory bandwidth, where a request rate is given. */
            utilisation?: number;
        };
        /** @description How far the plan may be from the best one for its objective under its epsilons. */
        Proof: {
            /** @enum {string} */
            status: "optimal" | "feasible";
            objective: components["schemas"]["ObjectiveName"];
            /** @description Of the objective, in its unit. */
            value: number;
            /** @description No plan is below it; in the unit of the objective. */
            bound: number;
            /** @description (value - bound) / value; absolute for counts and where the value is 0. */
            gap: number;
            /** @enum {string} */
            gapKind: "relative" | "absolute";
            certificate: components["schemas"]["Certificate"];
            /** @description What ended the search. */
            stoppedBy: string;
        };
        /** @description What a bound rests on; recomputed from the problem without a solver. */
        Certificate: {
            kind: components["schemas"]["BoundKind"];
            objective: components["schemas"]["ObjectiveName"];
            epsilons: components["schemas"]["Epsilon"][];
            /** @description In the unit of the objective. */
            bound: number;
            options: components["schemas"]["OptionSet"];
            /** @description Of a `dualFeasible` bound. */
            dualFeasible?: components["schemas"]["DualFeasible"];
            /** @description Of a `columnGeneration` bound. */
            packingDuals?: components["schemas"]["PackingDuals"];
            /** @description Where the kind is `lagrangian`. */
            multipliers?: components["schemas"]["Multipliers"];
            /** @description Of a `core` bound: the tables that are placed in every way. */
            core?: string[];
        };
        /**
         * @description The argument behind a bound; docs/ARCHITECTURE.md states each. `mip` rests on an engine and is not re-verified.
         * @enum {string}
         */
        BoundKind: "sum" | "largestPart" | "leastWire" | "netHosts" | "l2" | "dualFeasible" | "columnGeneration" | "lagrangian" | "core" | "movement" | "mip" | "none";
        /** @description The layouts that a proof considered: all that the problem lets a search use. Row ranges of unequal length, and parts or replicas on the main shard beside sparse ones, which a placement of your own may have, are outside of it. */
        OptionSet: {
            whole: boolean;
            /** @description Whole on the main shard, as far as pins and forbidden hosts let it. */
            mainShard: boolean;
            /** @description Row-wise in 2 to so many equal parts; 1 where tables are not split by rows. */
            mostParts: number;
            /** @description Column-wise in 2 to so many parts of 4 columns or a multiple; 1 where tables are not split by columns. */
            mostColumnParts: number;
            /** @description Replicated on 2 to so many hosts; 1 where tables are not replicated. */
            mostReplicas: number;
            /** @description Tables with limits of their own. */
            exceptions: {
                table: string;
                whole: boolean;
                /** @description Whole on the main shard, as far as pins and forbidden hosts let it. */
                mainShard: boolean;
                /** @description Row-wise in 2 to so many equal parts; 1 where tables are not split by rows. */
                mostParts: number;
                /** @description Column-wise in 2 to so many parts of 4 columns or a multiple; 1 where tables are not split by columns. */
                mostColumnParts: number;
                /** @description Replicated on 2 to so many hosts; 1 where tables are not replicated. */
                mostReplicas: number;
            }[];
        };
        /** @description A function that weighs parts such that no host holds more than 1. */
        DualFeasible: {
            resource: components["schemas"]["PackedResource"];
            /**
             * @description f0 and u(k) of Fekete and Schepers (2001), f1 of Carlier, Clautiaux and Moukrim (2007).
             * @enum {string}
             */
            family: "cut" | "rounding" | "halving";
            /** @description Of the named function. */
            parameter: number;
        };
        /**
         * @description What hosts are packed with: bytes into memory, load under its cap.
         * @enum {string}
         */
        PackedResource: "bytes" | "load";
        /** @description Integer worth of each table: their sum over the most that one host can hold is a bound (Farley 1990), or leaves few contents of hosts to try. */
        PackingDuals: {
            resource: components["schemas"]["PackedResource"];
            /** @description Tables with one layout, in one part; the others count 0. */
            tables: {
                table: string;
                dual: number;
            }[];
            /** @description So many hosts are too few: no contents of hosts that are worth enough make up all tables. Tried in every way. */
            refuted?: number;
        };
        /** @description Prices of load and bytes on each host that a `lagrangian` bound rests on. */
        Multipliers: {
            /** @description One a sparse host that is not drained, in the order of the fleet; of hosts that are all alike, only as many as hostsUsed is capped at. */
            load: number[];
            /** @description One a sparse host that is not drained, in the order of the fleet; of hosts that are all alike, only as many as hostsUsed is capped at. */
            memory: number[];
            /** @description Of a byte on the wire, where those are capped. */
            wire?: number;
            /** @description Tables of more than half a host, fixed to hosts of their own, where nothing tells the hosts apart. */
            fixed: {
                table: string;
                host: string;
            }[];
        };
        /** @description What was observed when the plan served sampled requests. */
        Measurement: {
            /** @description Requests timed, after the warm-up; those of discarded rounds are left out of the figures. */
            requests: number;
            /** @description Served first, and neither timed nor compared. */
            warmupRequests: number;
            /** @description Wall time of a request on this machine. Where `environment.oversubscribed`, it says nothing of a deployment. */
            latencyMs: components["schemas"]["LatencySummary"];
            /** @description The unsharded model on the same requests, interleaved in the same run. */
            singularLatencyMs: components["schemas"]["LatencySummary"];
            /** @description Paired, from the same run. */
            ratioToSingular: {
                /** @description Median of the per-request ratios. */
                latencyP50: number | null;
                /** @description Median of the per-request ratios. */
                cpu: number | null;
                /** @description Of that median. */
                cpuInterval: components["schemas"]["ConfidenceInterval"] | null;
                /** @description All CPU of the plan over all CPU of singular. */
                cpuOfSums: number | null;
            };
            /** @description All serving threads together. */
            cpuMsPerRequest: number;
            /** @description CPU milliseconds of the unsharded model. */
            singularCpuMsPerRequest: number;
            /** @description Operator time of the singular run: CPU of its one thread. */
            singularOperators: {
                embeddingMsPerRequest: number;
                denseMsPerRequest: number;
                embeddingShare: number;
            };
            /** @description null where these threads are more than the cores, or no more than one. */
            singularThreaded: components["schemas"]["ThreadedSingular"] | null;
            /** @description Calls to sparse shards, as counted. */
            rpcsPerRequest: number;
            /** @description What the trace implies for this placement. */
            impliedRpcsPerRequest: number;
            /** @description Sent over the transport, both ways, as counted. */
            bytesPerRequest: number;
            /** @description The main shard first. Phases of all add up to the CPU of a request. */
            shards: components["schemas"]["ShardMeasurement"][];
            /** @description Share of the serving threads' CPU over the run that is in no phase. */
            unattributedShare: number;
            foreignLoad: components["schemas"]["ForeignLoad"];
            /** @description The first on the fleet's own links, then one for each of `measure.roundTripsMs`. */
            reconstructions: components["schemas"]["Reconstruction"][];
            agreement: components["schemas"]["Agreement"];
            /** @description SHA-256, hexadecimal. */
            traceHash: string;
            seed: number;
            environment: components["schemas"]["MeasurementEnvironment"];
        };
        /** @description A percentile of a sample, with what its size allows to say of it. */
        Percentile: {
            /** @description null where the sample cannot carry the percentile. */
            value: number | null;
            /** @description Sample count. */
            n: number;
            /** @constant */
            note?: "n too small";
        };
        /** @description Milliseconds per request. */
        LatencySummary: {
            p50: components["schemas"]["Percentile"];
            p90: components["schemas"]["Percentile"];
            p99: components["schemas"]["Percentile"];
            meanMs: number;
        };
        /** @description 95%, by the bootstrap over requests. */
        ConfidenceInterval: {
            low: number;
            high: number;
        };
        /** @description The unsharded model on as many threads as the plan serves with: each net's tables are dealt to the threads by lookup bytes, the largest first, and joined in shared memory. */
        ThreadedSingular: {
            /** @description That served it. */
            threads: number;
            latencyMs: components["schemas"]["LatencySummary"];
            /** @description CPU milliseconds of all of them together. */
            cpuMsPerRequest: number;
            /** @description The plan's latency over this one, median of pairs. */
            ratioLatencyP50: number | null;
        };
        /** @description What one sparse shard did in the run. */
        ShardMeasurement: {
            host: string;
            /** @description Calls answered over the whole run. */
            rpcs: number;
            /** @description What the placement puts here. */
            placedBytes: number;
            /** @description What the trace touched, and memory therefore held. */
            materialisedBytes: number;
            /** @description CPU milliseconds of its thread. */
            cpuMsPerRequest: number;
            phases: components["schemas"]["Phases"];
            /** @description Wall time of a request less this thread's CPU: asleep, or without a core. */
            waitingMs: number;
            /** @description Not measured: round trips and payload over the fleet's links, a request; of the main shard the critical path of its nets. */
            modelledNetworkMs: number;
            /** @description Requests of which this shard took the longest: whose calls that were the last of their net by service time add up to most. */
            boundedRequests: number;
        };
        /** @description Mean CPU milliseconds of one thread a request, by what it did. */
        Phases: {
            /** @description Bottom MLP, interaction and top MLP. */
            denseMs: number;
            /** @description Pooling, and copying what was pooled out of the kernels. */
            embeddingMs: number;
            /** @description Building calls; making room for answers. */
            serializationMs: number;
            /** @description Taking calls and answers apart, adding up row-split tables. */
            deserializationMs: number;
            /** @description The rest of handling RPCs: sending, falling asleep and waking up, the event loop where it carries calls. */
            rpcServiceMs: number;
        };
        /** @description What else ran on the machine meanwhile. */
        ForeignLoad: {
            /** @description When a round, one request served by every form of the model, is discarded. */
            rule: string;
            /** @description All of the run. */
            rounds: number;
            /** @description In which others took more than a tenth of the cores. */
            disturbedRounds: number;
            /** @description Left out of all figures. */
            discardedRounds: number;
            /** @description Share of the cores' time that went elsewhere; null: not known here. */
            cpuShare: number | null;
            /** @description The part of it that the hypervisor took. */
            stolenShare: number | null;
            /** @description Share of the time in which the main shard's thread waited for a core. */
            queuedShare: number | null;
            /** @description Of the minute before. */
            loadAverage: number | null;
        };
        /** @description Latency of a deployment, replayed from measured CPU service times: neither an estimate nor wall time. */
        Reconstruction: {
            /** @description Of every link; null: the fleet's own. */
            roundTripMs: number | null;
            /** @description One request at a time. */
            closedLoop: {
                latencyMs: components["schemas"]["ReconstructedLatency"];
                /** @description The unsharded model on one thread. */
                singularLatencyMs: components["schemas"]["ReconstructedLatency"];
                /** @description The unsharded model on one thread a batch, on the main host's cores, as the plan's main shard serves batches. */
                batchedSingularLatencyMs: components["schemas"]["ReconstructedLatency"];
                /** @description The unsharded model on as many threads as the plan uses, work divided without loss: no real program is faster. */
                threadedSingularLatencyMs: components["schemas"]["ReconstructedLatency"];
                threads: number;
                ratioToSingular: {
                    p50: components["schemas"]["LatencyRatio"];
                    p90: components["schemas"]["LatencyRatio"];
                    p99: components["schemas"]["LatencyRatio"];
                };
                ratioToBatchedSingular: {
                    p50: components["schemas"]["LatencyRatio"];
                    p90: components["schemas"]["LatencyRatio"];
                    p99: components["schemas"]["LatencyRatio"];
                };
                ratioToThreadedSingular: {
                    p50: components["schemas"]["LatencyRatio"];
                    p90: components["schemas"]["LatencyRatio"];
                    p99: components["schemas"]["LatencyRatio"];
                };
            };
            /** @description Where a rate is given. */
            openLoop?: components["schemas"]["OpenLoop"];
            assumptions: string[];
        };
        /** @description Milliseconds per request. */
        ReconstructedLatency: {
            /** @description Requests replayed. */
            n: number;
            p50: components["schemas"]["EstimatedPercentile"];
            p90: components["schemas"]["EstimatedPercentile"];
            p99: components["schemas"]["EstimatedPercentile"];
            meanMs: number;
        };
        /** @description A percentile with its interval. */
        EstimatedPercentile: {
            /** @description null where the sample cannot carry the percentile. */
            value: number | null;
            interval: components["schemas"]["ConfidenceInterval"] | null;
        };
        /** @description Of the percentiles, requests paired; null where the sample cannot carry it. */
        LatencyRatio: {
            value: number;
            interval: components["schemas"]["ConfidenceInterval"];
        } | null;
        /** @description Poisson arrivals at a rate. */
        OpenLoop: {
            requestsPerSecond: number;
            /**
             * @description saturated: some share reaches 1, the queue grows for ever, and no percentile exists.
             * @enum {string}
             */
            status: "served" | "saturated";
            utilisation: components["schemas"]["HostUtilisation"][];
            /** @description From the scheduled arrival. Left out where saturated. */
            latencyMs?: components["schemas"]["ReconstructedLatency"];
        };
        /** @description Shares of what the host can do at the rate. */
        HostUtilisation: {
            host: string;
            /** @description Core time over cores. */
            cores: number;
            /** @description Bytes of rows read over the memory bandwidth. */
            memory: number;
            /** @description The busier direction of the host's link. */
            link: number;
        };
        /** @description The plan's outputs against the singular run's, on the same requests. */
        Agreement: {
            /**
             * @description Whole, column-wise and replicated tables answer the bits of singular; row-wise ones lie within 2 (p - 1) 2^-24 sum|x|.
             * @enum {string}
             */
            rule: "bitIdentical" | "boundedRounding";
            /** @description Requests whose outputs were compared. */
            requestsCompared: number;
            /** @description Pooled vectors that were compared. */
            vectorsCompared: number;
            /** @description Rows that the compared requests look up; with none, all vectors are zeros and nothing was put to the test. */
            lookupsCompared: number;
            /** @description Pooled vectors outside the rule. */
            vectorsDiffering: number;
            /** @description Absolute; 1e-5 is allowed where rows are split. */
            largestScoreDifference: number;
            holds: boolean;
        };
        /** @description The machine and what ran on it. */
        MeasurementEnvironment: {
            cpu: string;
            cores: number;
            node: string;
            platform: string;
            denseEngine: string;
            embeddingKernel: string;
            transport: components["schemas"]["TransportName"];
            /** @description Threads that serve: of sparse shards, which may share some, and of the main shard. */
            threads: number;
            /** @description More shards than cores, the main one included: wall latency then says nothing of a deployment. */
            oversubscribed: boolean;
            notes: string[];
        };
        /** @description Where a plan comes from: the same of all of these gives the same plan. */
        Provenance: {
            method: string;
            seed: number;
            /** @description SHA-256, hexadecimal. */
            problemHash: string;
            version: string;
        };
        /** @description A trace to be compared with the workload of a problem. */
        DriftRequest: {
            problem: components["schemas"]["UploadReference"] | components["schemas"]["ProblemInput"];
            /**
             * @description Of every random choice: search, sampling, weights.
             * @default 1
             */
            seed?: number;
            /** @description Requests as they are now. */
            trace: components["schemas"]["UploadReference"] | components["schemas"]["Trace"];
            /**
             * @description Requests sampled from the trace (all, where it holds fewer).
             * @default 100000
             */
            requests?: number;
            /** @description What serves now: the report says what the drift does to its balance. */
            placement?: components["schemas"]["Placement"];
        };
        /** @description Requests of any kind of job, each as its own resource takes it. */
        BatchRequest: {
            /** @description One job each. */
            items: ({
                /** @constant */
                kind: "frontier";
                request: components["schemas"]["FrontierRequest"];
            } | {
                /** @constant */
                kind: "plan";
                request: components["schemas"]["PlanRequest"];
            } | {
                /** @constant */
                kind: "evaluation";
                request: components["schemas"]["EvaluationRequest"];
            } | {
                /** @constant */
                kind: "explanation";
                request: components["schemas"]["ExplanationRequest"];
            } | {
                /** @constant */
                kind: "drift";
                request: components["schemas"]["DriftRequest"];
            })[];
        };
        /** @description A placement to be judged without being run. */
        EstimateRequest: {
            problem: components["schemas"]["UploadReference"] | components["schemas"]["ProblemInput"];
            placement: components["schemas"]["Placement"];
            /**
             * @description Whether bounds are computed: they take longer than all else.
             * @default true
             */
            proofs?: boolean;
        };
        /** @description Two plans, placements, jobs or problems. */
        ComparisonRequest: {
            /** @description Of the sides that have none. */
            problem?: components["schemas"]["UploadReference"] | components["schemas"]["ProblemInput"];
            before: components["schemas"]["JobSide"] | components["schemas"]["PlanSide"] | components["schemas"]["PlacementSide"] | components["schemas"]["ProblemSide"];
            after: components["schemas"]["JobSide"] | components["schemas"]["PlanSide"] | components["schemas"]["PlacementSide"] | components["schemas"]["ProblemSide"];
        };
        /** @description One of the two that are compared, as a job answered it. */
        JobSide: {
            /** @description The id of a frontier, a plan or an evaluation of yours; of one that runs, the best so far. */
            job: string;
            /** @description Position on a frontier. Left out on both sides, frontiers are compared as a whole. */
            plan?: number;
        };
        /** @description A plan as a job answered it. */
        PlanSide: {
            plan: components["schemas"]["Plan"];
            /** @description Left out: the request's. */
            problem?: components["schemas"]["UploadReference"] | components["schemas"]["ProblemInput"];
        };
        /** @description A placement of your own. */
        PlacementSide: {
            placement: components["schemas"]["Placement"];
            /** @description Left out: the request's. */
            problem?: components["schemas"]["UploadReference"] | components["schemas"]["ProblemInput"];
            /** @description As an evaluation answered it. */
            measurement?: components["schemas"]["Measurement"];
        };
        /** @description A problem alone. */
        ProblemSide: {
            problem: components["schemas"]["UploadReference"] | components["schemas"]["ProblemInput"];
        };
        /** @description A job that looks for a frontier. */
        FrontierJob: {
            /** @constant */
            kind: "frontier";
            id: string;
            /** @description One more at each change of the job. */
            revision: number;
            status: components["schemas"]["JobStatus"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            cancelRequested: boolean;
            /** @description The batch that it belongs to. */
            batch?: string;
            progress?: components["schemas"]["JobProgress"];
            error?: components["schemas"]["JobError"];
            /** @description Plans found so far, none of which dominates another; kept when the job is cancelled. */
            bestSoFar: components["schemas"]["PlanOutput"][];
            result?: components["schemas"]["FrontierResult"];
        };
        /** @description How far a job has come in its present phase. */
        JobProgress: {
            /** @enum {string} */
            phase: "solving" | "measuring";
            /** @description Steps of the phase that are done. */
            done: number;
            /** @description Steps of the phase in all. */
            of: number;
            message: string;
        };
        /** @description Why a job failed. */
        JobError: {
            /** @description Quote it when you report the failure: the log has it. */
            id: string;
            message: string;
        };
        /** @description What a frontier job answers. */
        FrontierResult: {
            /** @constant */
            kind: "frontier";
            model: components["schemas"]["ModelSummary"];
            fleet: components["schemas"]["FleetSummary"];
            objectives: components["schemas"]["ObjectiveName"][];
            problemHash: string;
            version: string;
            seed: number;
            measurements: components["schemas"]["MeasurementReport"];
            /** @description Wall time, starting the shards and filling their tables included. */
            seconds: {
                solving: number;
                measuring: number;
            };
            answer: components["schemas"]["FrontierAnswer"];
        };
        /** @description A model in short. */
        ModelSummary: {
            name: string;
            /** @description What every report on this model has to say of it. */
            note?: string;
            nets: number;
            tables: number;
            /** @description Of all tables. */
            bytes: number;
        };
        /** @description A fleet in short. */
        FleetSummary: {
            /** @description Sparse hosts; the main one is not counted. */
            hosts: number;
            capacityBytes: number;
        };
        /** @description What was executed, and what was not and why. */
        MeasurementReport: {
            /** @description Plans that were executed. */
            plansMeasured: number;
            /** @description Plans that might have been. */
            plansFound: number;
            /** @enum {string} */
            trace: "given" | "synthesised";
            /** @description Timed for each plan. */
            requests: number;
            /** @description Served first, and neither timed nor compared. */
            warmupRequests: number;
            /** @description Rows that the requests touch: what a run of one placement materialises. */
            touchedBytes: number;
            /** @description Why a plan was not measured, or less was than asked for. */
            notes: string[];
        };
        /** @description The frontier, or why there is none. */
        FrontierAnswer: components["schemas"]["FrontierFound"] | components["schemas"]["FrontierInfeasible"] | components["schemas"]["FrontierNotFound"];
        /** @description There is one. */
        FrontierFound: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "solved";
            frontier: components["schemas"]["Frontier"];
        };
        /** @description Plans none of which dominates another, and how they were found. */
        Frontier: {
            objectives: components["schemas"]["ObjectiveName"][];
            /**
             * @description `grid`: a continuous objective was capped at a grid of values.
             * @enum {string}
             */
            exactness: "exact" | "grid";
            gridPoints: number;
            /** @description None dominates another. */
            plans: components["schemas"]["PlanOutput"][];
            /** @description Epsilon-constrained problems of the sweep, by answer. */
            cells: {
                solved: number;
                infeasible: number;
                noPlanFound: number;
                /** @description A plan of a tighter cell was as good as the bound. */
                skipped: number;
                /** @description Left when the sweep was cancelled. */
                unswept: number;
            };
            strategies: components["schemas"]["StrategyOutcome"][];
        };
        /** @description What a published static strategy would have done. */
        StrategyOutcome: {
            strategy: string;
            estimate?: components["schemas"]["EstimateOutput"];
            legal: boolean;
            /** @description Why it is not legal, or which frontier point dominates it. */
            note: string;
        };
        /** @description Proven: no placement keeps the rules. */
        FrontierInfeasible: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "infeasible";
            reasons: components["schemas"]["Infeasibility"][];
        };
        /** @description Why no placement exists, in numbers. */
        Infeasibility: components["schemas"]["MemoryShort"] | components["schemas"]["TableFitsNowhere"] | components["schemas"]["HostOverfull"] | components["schemas"]["TooManyLargeTables"] | components["schemas"]["NoLayout"] | components["schemas"]["LoadCapacityShort"] | components["schemas"]["CapBelowBound"] | components["schemas"]["TogetherApartClash"] | components["schemas"]["TogetherFitsNowhere"] | components["schemas"]["ApartShort"] | components["schemas"]["SpreadShort"] | components["schemas"]["MovementShort"] | components["schemas"]["Conflict"];
        /** @description All allowed hosts together are too small. */
        MemoryShort: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "memoryShort";
            neededBytes: number;
            availableBytes: number;
            shortBytes: number;
        };
        /** @description A table has no allowed layout whose parts fit on hosts it may use. */
        TableFitsNowhere: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "tableFitsNowhere";
            table: string;
            /** @description The table's smallest allowed part. */
            partBytes: number;
            parts: number;
            largestHostBytes: number;
            shortBytes: number;
        };
        /** @description Tables pinned to one host exceed its memory. */
        HostOverfull: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "hostOverfull";
            host: string;
            tables: string[];
            neededBytes: number;
            availableBytes: number;
            shortBytes: number;
        };
        /** @description More unsplittable tables of over half a host than hosts. */
        TooManyLargeTables: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "tooManyLargeTables";
            tables: string[];
            hosts: number;
            hostBytes: number;
        };
        /** @description tableOptions leave a table no layout, or its smallest parts overload every host at the request rate. */
        NoLayout: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "noLayout";
            table: string;
            rule: string;
        };
        /** @description At the request rate, the hosts within their load capacity are too slow together. */
        LoadCapacityShort: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "loadCapacityShort";
            /** @enum {string} */
            resource: "memoryBandwidth" | "cpu";
            /** @description Where one host alone is short: the main shard with its dense part. */
            host?: string;
            /** @description Bytes per second, or CPU seconds per second at cpuSpeed 1. */
            needed: number;
            /** @description The same, within the load capacity. */
            available: number;
            /** @description Needed less available, in the unit of the resource. */
            short: number;
        };
        /** @description An epsilon or a capacity lies below what any placement needs. */
        CapBelowBound: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "capBelowBound";
            objective: components["schemas"]["ObjectiveName"];
            /** @description In the unit of the objective. */
            cap: number;
            /** @description In the unit of the objective. */
            bound: number;
            short: number;
        };
        /** @description Tables have to lie together and apart. */
        TogetherApartClash: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "togetherApartClash";
            /** @description Joined by the one, parted by the other. */
            tables: string[];
            together: string[];
            /** @description JSON pointer into the problem. */
            apart: string;
        };
        /** @description Tables that have to lie together have no hosts for it. */
        TogetherFitsNowhere: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "togetherFitsNowhere";
            tables: string[];
            together: string[];
            /** @description Hosts that all of the tables may use. */
            openHosts: number;
            /** @description Hosts they would lie on; 0 where they have no number of parts in common. */
            parts: number;
            /** @description On each of so many hosts, at least. */
            neededBytes: number;
            /** @description Of the smallest of so many open hosts, the largest taken; 0 where there are fewer. */
            hostBytes: number;
            shortBytes: number;
        };
        /** @description Tables that have to stay apart have too few hosts or failure domains. */
        ApartShort: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "apartShort";
            tables: string[];
            /** @enum {string} */
            scope: "host" | "failureDomain";
            /** @description All that these tables may use: fewer than tables. */
            places: string[];
            /** @description JSON pointer into the problem. */
            apart: string;
        };
        /** @description Tables need more hosts than a limit allows. */
        SpreadShort: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "spreadShort";
            /** @description The maxHosts constraint, or the epsilon on hostsUsed. */
            limit: string;
            net?: string;
            /** @description Hosts that the limit allows. */
            atMost: number;
            /**
             * @description So many hosts are too small; tables that stay apart are more; tables share no host that they may use.
             * @enum {string}
             */
            because: "bytes" | "apart" | "places";
            tables: string[];
            /** @description Of the tables, and of the largest so many hosts that they may use. */
            bytes?: {
                neededBytes: number;
                availableBytes: number;
                shortBytes: number;
            };
        };
        /** @description Drained, forbidden and pinned hosts force more to move than the movement limit allows. */
        MovementShort: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "movementShort";
            /** @description JSON pointer into the problem. */
            limit: string;
            /** @description What may not stay where it lies, in part or whole. */
            tables: string[];
            /** @description That have to move at least. */
            forcedBytes: number;
            atMostBytes?: number;
            /** @description Tables that may move. */
            atMostTables?: number;
        };
        /** @description A small set of constraints that leaves no placement in equal parts, proven by trying all. */
        Conflict: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "conflict";
            /** @description Together they leave no plan: all else was left out, or made endless. */
            constraints: string[];
            /** @description Those of them without which the others have a plan; the rest was not decided. */
            needed: string[];
            /** @constant */
            proof: "enumeration";
            /** @description Choices tried in the proof. */
            nodes: number;
        };
        /** @description The search found no plan, and no proof that there is none. */
        FrontierNotFound: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "noPlanFound";
            stoppedBy: string;
            tried: string[];
            certificate?: components["schemas"]["CertificateOutput"];
            suspected?: string[];
        };
        /** @description An error as of RFC 9457. */
        ProblemDetails: {
            /** @description Stable: tells programs what happened. The path of a page that says how to mend it. */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description The path that was asked. */
            instance: string;
            /** @description Every fault of the request, at most a thousand. */
            problems?: components["schemas"]["InputProblem"][];
            errorId?: string;
        };
        /** @description One fault of a request. */
        InputProblem: {
            /** @description JSON pointer (RFC 6901) into the body; empty for the body itself. `?name` is a parameter of the query, `Name:` a header. */
            pointer: string;
            /** @description What stood there, shortened; `nothing` where it was left out. */
            seen: string;
            rule: string;
            /** @description What might help. */
            maybe: string;
        };
        /** @description A page of a list, newest first. */
        JobPage: {
            items: components["schemas"]["JobSummary"][];
            /** @description The `cursor` of the next page; left out on the last one. */
            next?: string;
        };
        /** @description A job without its plans and its result. */
        JobSummary: {
            kind: components["schemas"]["JobKind"];
            id: string;
            /** @description One more at each change of the job. */
            revision: number;
            status: components["schemas"]["JobStatus"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            cancelRequested: boolean;
            /** @description The batch that it belongs to. */
            batch?: string;
            progress?: components["schemas"]["JobProgress"];
            error?: components["schemas"]["JobError"];
        };
        /**
         * @description What a job does; its path is /v1/<kind>s/<id>.
         * @enum {string}
         */
        JobKind: "frontier" | "plan" | "evaluation" | "explanation" | "drift";
        /** @description The state of a job, told in short: GET the job for its plans and its result. */
        JobEvent: {
            kind: components["schemas"]["JobKind"];
            id: string;
            /** @description One more at each change of the job. */
            revision: number;
            status: components["schemas"]["JobStatus"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            cancelRequested: boolean;
            /** @description The batch that it belongs to. */
            batch?: string;
            progress?: components["schemas"]["JobProgress"];
            error?: components["schemas"]["JobError"];
            bestSoFar: components["schemas"]["PlanFigures"][];
        };
        /** @description A plan without its placement, certificate and measurement. */
        PlanFigures: {
            /** @description SHA-256, hexadecimal. */
            placementHash: string;
            estimate: {
                /** @description Sparse hosts that hold anything. */
                hostsUsed: number;
                /** @description Summed costs of the hosts used, in the fleet's unit. */
                hostCost: number;
                /** @description Largest share of a host that is full, 0 to 1. */
                peakMemory: number;
                /** @description Largest load of a host per batch, divided by its relative speed. */
                peakLoad: number;
                /** @description Sum over nets of the largest batchLoad: nets run one after another. */
                criticalLoad: number;
                /** @description Sum over nets of the sparse hosts that may be called for one batch. */
                fanOut: number;
                /** @description Calls to sparse shards that one request makes on average. */
                expectedRpcsPerRequest: number;
                /** @description Payload bytes per request: lengths and indices out, pooled vectors back. */
                bytesOnWire: number;
                /** @description Predicted critical path of a request, by the cost model. */
                latencyMs: number;
                /** @description Predicted CPU of a request, all shards together, at cpuSpeed 1. */
                cpuMs: number;
                /** @description Where a current placement is given. */
                movedBytes?: number;
                loadMeasure: components["schemas"]["LoadMeasure"];
                coefficientsSource: string;
            };
            proof: {
                /** @enum {string} */
                status: "optimal" | "feasible";
                objective: components["schemas"]["ObjectiveName"];
                /** @description Of the objective, in its unit. */
                value: number;
                /** @description No plan is below it; in the unit of the objective. */
                bound: number;
                /** @description (value - bound) / value; absolute for counts and where the value is 0. */
                gap: number;
                /** @enum {string} */
                gapKind: "relative" | "absolute";
                /** @description What ended the search. */
                stoppedBy: string;
            };
            measured: boolean;
        };
        /** @description A job that looks for one plan. */
        PlanJob: {
            /** @constant */
            kind: "plan";
            id: string;
            /** @description One more at each change of the job. */
            revision: number;
            status: components["schemas"]["JobStatus"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            cancelRequested: boolean;
            /** @description The batch that it belongs to. */
            batch?: string;
            progress?: components["schemas"]["JobProgress"];
            error?: components["schemas"]["JobError"];
            /** @description Plans found so far, none of which dominates another; kept when the job is cancelled. */
            bestSoFar: components["schemas"]["PlanOutput"][];
            result?: components["schemas"]["PlanResult"];
        };
        /** @description What a plan job answers. */
        PlanResult: {
            /** @constant */
            kind: "plan";
            model: components["schemas"]["ModelSummary"];
            fleet: components["schemas"]["FleetSummary"];
            objectives: components["schemas"]["ObjectiveName"][];
            problemHash: string;
            version: string;
            seed: number;
            measurements: components["schemas"]["MeasurementReport"];
            /** @description Wall time, starting the shards and filling their tables included. */
            seconds: {
                solving: number;
                measuring: number;
            };
            answer: components["schemas"]["SolveAnswer"];
        };
        /** @description The plan, or why there is none. */
        SolveAnswer: components["schemas"]["OptimalAnswer"] | components["schemas"]["FeasibleAnswer"] | components["schemas"]["InfeasibleAnswer"] | components["schemas"]["NoPlanFoundAnswer"];
        /** @description A plan that is proven to be the best. */
        OptimalAnswer: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "optimal";
            plan: components["schemas"]["PlanOutput"];
        };
        /** @description A plan with a gap that is still open. */
        FeasibleAnswer: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "feasible";
            plan: components["schemas"]["PlanOutput"];
        };
        /** @description Proven: no placement keeps the rules. */
        InfeasibleAnswer: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "infeasible";
            reasons: components["schemas"]["Infeasibility"][];
        };
        /** @description The search found no plan, and no proof that there is none. */
        NoPlanFoundAnswer: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            status: "noPlanFound";
            stoppedBy: string;
            tried: string[];
            /** @description No plan is below its bound, be there one or not. */
            certificate?: components["schemas"]["CertificateOutput"];
            /** @description Constraints that seem to stand in the way: searches without all others found no plan either, and without these they did. Not proven. */
            suspected?: string[];
        };
        /** @description A job that judges a placement. */
        EvaluationJob: {
            /** @constant */
            kind: "evaluation";
            id: string;
            /** @description One more at each change of the job. */
            revision: number;
            status: components["schemas"]["JobStatus"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            cancelRequested: boolean;
            /** @description The batch that it belongs to. */
            batch?: string;
            progress?: components["schemas"]["JobProgress"];
            error?: components["schemas"]["JobError"];
            /** @description Plans found so far, none of which dominates another; kept when the job is cancelled. */
            bestSoFar: components["schemas"]["PlanOutput"][];
            result?: components["schemas"]["EvaluationResult"];
        };
        /** @description What an evaluation answers. */
        EvaluationResult: {
            /** @constant */
            kind: "evaluation";
            model: components["schemas"]["ModelSummary"];
            fleet: components["schemas"]["FleetSummary"];
            objectives: components["schemas"]["ObjectiveName"][];
            problemHash: string;
            version: string;
            seed: number;
            measurements: components["schemas"]["MeasurementReport"];
            /** @description Wall time, starting the shards and filling their tables included. */
            seconds: {
                solving: number;
                measuring: number;
            };
            /** @description In canonical order. */
            placement: components["schemas"]["PlacementOutput"];
            placementHash: string;
            /** @description Empty: the placement is legal. */
            violations: components["schemas"]["Violation"][];
            /** @description Left out where tables are missing or names unknown. */
            estimate?: components["schemas"]["EstimateOutput"];
            measurement?: components["schemas"]["MeasurementOutput"];
        };
        /** @description A rule that a placement breaks, and by how much. */
        Violation: {
            /** @description What is illegal: memory, loadCapacity, coverage, unknownHost, pin ... */
            kind: string;
            message: string;
            host?: string;
            table?: string;
            /** @description By how much, in the unit that the message names. */
            by?: number;
        };
        /** @description A job that explains a plan. */
        ExplanationJob: {
            /** @constant */
            kind: "explanation";
            id: string;
            /** @description One more at each change of the job. */
            revision: number;
            status: components["schemas"]["JobStatus"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            cancelRequested: boolean;
            /** @description The batch that it belongs to. */
            batch?: string;
            progress?: components["schemas"]["JobProgress"];
            error?: components["schemas"]["JobError"];
            /** @description Plans found so far, none of which dominates another; kept when the job is cancelled. */
            bestSoFar: components["schemas"]["PlanOutput"][];
            result?: components["schemas"]["ExplanationResult"];
        };
        /** @description What an explanation answers. */
        ExplanationResult: {
            /** @constant */
            kind: "explanation";
            model: components["schemas"]["ModelSummary"];
            fleet: components["schemas"]["FleetSummary"];
            objectives: components["schemas"]["ObjectiveName"][];
            problemHash: string;
            version: string;
            seed: number;
            placementHash: string;
            explanation: components["schemas"]["Explanation"];
            /** @description Wall time of the re-solves and all else. */
            seconds: {
                solving: number;
            };
        };
        /** @description Why a plan is as it is, what binds it, and what would help. */
        Explanation: {
            objective: components["schemas"]["ObjectiveName"];
            /** @description Of the objective, in its unit. */
            value: number;
            loadMeasure: components["schemas"]["LoadMeasure"];
            /** @description The caps that the plan stands under. */
            epsilons: components["schemas"]["EpsilonOutput"][];
            /** @description The whole in a few sentences. */
            summary: string[];
            /** @description Empty: the placement is legal. */
            violations: components["schemas"]["Violation"][];
            /** @description The host that decides the peak: of memory for peakMemory, of load otherwise. */
            boundingHost: string;
            hosts: components["schemas"]["HostShares"][];
            /** @description Predicted, the main shard first; in all the cpuMs of the estimate. */
            cpu: components["schemas"]["ShardCpu"][];
            binding: components["schemas"]["BindingConstraint"][];
            topTables: {
                byLoad: components["schemas"]["TableCost"][];
                byBytes: components["schemas"]["TableCost"][];
                byWire: components["schemas"]["TableCost"][];
            };
            bound: components["schemas"]["BoundReason"];
            /** @description First the problem as it is, then what changes to it would buy. */
            reSolves: components["schemas"]["ReSolve"][];
            notes: string[];
        };
        /** @description What one host carries, and which part of the whole that is. */
        HostShares: {
            host: string;
            memoryBytes: number;
            /** @description Memory less reservation. */
            capacityBytes: number;
            /** @description Of its own capacity. */
            memoryShare: number;
            /** @description Per batch, in the problem's load measure. */
            load: number;
            /** @description Of the load of all hosts together. */
            loadShare: number;
            /** @description Load over relative speed, as a share of the peak load. */
            ofPeak: number;
            /** @description Calls that one request makes to it on average. */
            rpcsPerRequest: number;
            /** @description Of the expected RPCs of all hosts together. */
            rpcShare: number;
            /** @description Where a request rate is given. */
            utilisation?: number;
            tables: number;
        };
        /** @description Predicted CPU milliseconds of a request on one shard, at cpuSpeed 1. A measurement counts the same by phases: payload is its serialization and deserialization. */
        ShardCpu: {
            host: string;
            denseMs: number;
            embeddingMs: number;
            /** @description Writing calls and answers and taking them apart. */
            payloadMs: number;
            rpcServiceMs: number;
        };
        /** @description What is at its limit. Memory: a host that is 99% full, or that has no room for any part of the bounding host. Load capacity: 99% of what is allowed. Epsilons and counted limits: within 0.1%. Constraints on where tables lie: those that name a table of the bounding host, and drained hosts. */
        BindingConstraint: {
            /** @enum {string} */
            kind: "memory" | "loadCapacity" | "epsilon" | "pin" | "forbid" | "together" | "apart" | "maxHosts" | "drained" | "movementLimit" | "tableOptions";
            /** @description JSON pointer into the problem. */
            pointer: string;
            hosts: string[];
            tables: string[];
            /** @description In the unit of the limit. */
            used?: number;
            /** @description In the unit of `used`. */
            limit?: number;
            /** @description In words. */
            message: string;
        };
        /** @description What one table costs as it is laid out, and which part of the whole that is. */
        TableCost: {
            table: string;
            layout: components["schemas"]["OptionKind"];
            parts: number;
            hosts: string[];
            /** @description In the problem's load measure. */
            load: number;
            /** @description Of all tables' load. */
            loadShare: number;
            bytes: number;
            bytesShare: number;
            /** @description Bytes on the wire of one request. */
            wireBytesPerRequest: number;
            wireShare: number;
        };
        /** @description Why the bound is not met, or that it is. */
        BoundReason: {
            objective: components["schemas"]["ObjectiveName"];
            /** @description Of the objective, in its unit. */
            value: number;
            /** @description In the unit of the objective. */
            bound: number;
            /** @description (value - bound) / value; absolute for counts and where the value is 0. */
            gap: number;
            /** @enum {string} */
            gapKind: "relative" | "absolute";
            kind: components["schemas"]["BoundKind"];
            /**
             * @description Whose proof it is: the given plan’s, or that of the re-solve.
             * @enum {string}
             */
            source: "plan" | "reSolve" | "none";
            /** @description Recomputed from the problem without a solver. */
            verified: boolean;
            /** @description What the bound says. */
            argument: string;
            /** @description What the argument does not see: where a gap may come from. */
            leavesOut: string[];
            /** @description What hosts that just meet the bound would have free in all, in the unit of the largest part. */
            roomAtBound?: number;
            /** @description The largest part of the plan that lies on one host. */
            largestPart?: components["schemas"]["IndivisiblePart"];
            /** @description The least part of the host with the peak load: what a single move takes off it. */
            smallestBoundingPart?: components["schemas"]["IndivisiblePart"];
            /** @description In words. */
            message: string;
        };
        /** @description A part that no layout makes smaller, and that some host has to take as it is. */
        IndivisiblePart: {
            table: string;
            host: string;
            amount: number;
            /** @enum {string} */
            unit: "load" | "bytes";
        };
        /** @description A real solve of a changed problem, by the same method with the same seed and rule of effort. */
        ReSolve: {
            /** @enum {string} */
            change: "none" | "oneMoreHost" | "moreMemory" | "oneHostFewer" | "withoutConstraints";
            /** @description What was changed in the problem. */
            description: string;
            /** @description The caps of this re-solve. */
            epsilons: components["schemas"]["EpsilonOutput"][];
            /** @enum {string} */
            status: "optimal" | "feasible" | "infeasible" | "noPlanFound";
            /** @description Of the objective. */
            value?: number;
            /** @description In the unit of the objective. */
            bound?: number;
            /** @description As of a proof. */
            gap?: number;
            /** @enum {string} */
            gapKind?: "relative" | "absolute";
            boundKind?: components["schemas"]["BoundKind"];
            figures?: components["schemas"]["ReSolveFigures"];
            /** @description Of `infeasible`. */
            reasons?: components["schemas"]["Infeasibility"][];
            /** @description Value less that of the re-solve without a change: negative is what the change buys. */
            difference?: number;
            /**
             * @description Against the best known value and bound without the change. Proven where the bounds decide it and both were proven for the same layouts; `open` where the difference may be the search’s.
             * @enum {string}
             */
            verdict?: "provenBetter" | "provenNoBetter" | "provenWorse" | "provenNoWorse" | "open";
            /** @description In words. */
            message: string;
        };
        /** @description What a plan of the changed problem costs. */
        ReSolveFigures: {
            /** @description Sparse hosts that hold anything. */
            hostsUsed: number;
            /** @description Largest share of a host that is full, 0 to 1. */
            peakMemory: number;
            /** @description In the problem's load measure. */
            peakLoad: number;
            /** @description Calls of a request, over its nets. */
            fanOut: number;
            /** @description Bytes of one request. */
            bytesOnWire: number;
        };
        /** @description A job that compares a trace with a workload. */
        DriftJob: {
            /** @constant */
            kind: "drift";
            id: string;
            /** @description One more at each change of the job. */
            revision: number;
            status: components["schemas"]["JobStatus"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            cancelRequested: boolean;
            /** @description The batch that it belongs to. */
            batch?: string;
            progress?: components["schemas"]["JobProgress"];
            error?: components["schemas"]["JobError"];
            /** @description Plans found so far, none of which dominates another; kept when the job is cancelled. */
            bestSoFar: components["schemas"]["PlanOutput"][];
            result?: components["schemas"]["DriftResult"];
        };
        /** @description What a comparison of a trace answers. */
        DriftResult: {
            /** @constant */
            kind: "drift";
            model: components["schemas"]["ModelSummary"];
            fleet: components["schemas"]["FleetSummary"];
            objectives: components["schemas"]["ObjectiveName"][];
            problemHash: string;
            version: string;
            seed: number;
            drift: components["schemas"]["DriftReport"];
            /** @description Proven: no placement has a lower peak load under the workload seen. null where none is legal under it. */
            leastPeakLoad: number | null;
            loadMeasure: components["schemas"]["LoadMeasure"];
            /** @description As seen in the trace: plan again with it. */
            workload: components["schemas"]["WorkloadOutput"];
        };
        /** @description How far a trace is from the workload that a plan was made for. */
        DriftReport: {
            /** @description Of the trace. */
            requests: number;
            samplesPerRequest: {
                expected: number;
                seen: number;
            };
            /** @description Total variation of the load shares of tables: the share of load that moved to other tables. */
            distance: number;
            /** @description What a trace of so many requests from the workload itself would show on average. */
            distanceByChance: number;
            /** @description Tables whose pooling factor or popularity differs by more than chance. */
            drifted: string[];
            /** @description Those whose share of load changed most, first. */
            tables: components["schemas"]["TableDrift"][];
            /** @description What the drift does to a placement, by the cost model; where one was given. */
            balance?: {
                peakLoad: {
                    expected: number;
                    seen: number;
                };
                /** @description Over the hosts that the placement uses, speeds considered. */
                peakOverMean: {
                    expected: number;
                    seen: number;
                };
                latencyMs: {
                    expected: number;
                    seen: number;
                };
                hosts: components["schemas"]["HostDrift"][];
            };
        };
        /** @description How far the lookups of one table have moved. */
        TableDrift: {
            table: string;
            /** @description Of the whole table's lookup bytes among those of all tables. */
            loadShare: {
                expected: number;
                seen: number;
            };
            /** @description Lookups per sample (or request), features added up, zeros included. */
            poolingFactor: {
                expected: number;
                seen: number;
            };
            /** @description Of the difference in pooling factor; beyond 3 it is no chance of the sample. null where nothing varies. */
            standardErrors: number | null;
            /** @description Largest difference of the two cumulative popularities (Kolmogorov), rows in stored order. */
            popularityDistance: number;
            /** @description 95% of samples of so many lookups lie within this of their own workload. */
            popularityByChance: number;
        };
        /** @description A host's load per batch, in the problem's load measure. */
        HostDrift: {
            host: string;
            load: {
                expected: number;
                seen: number;
            };
        };
        /** @description Many problems, one job each. */
        Batch: {
            id: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * @description open: some job waits or runs.
             * @enum {string}
             */
            status: "open" | "ended";
            /** @description Jobs that it was made of. */
            items: number;
            /** @description Jobs by status. */
            counts: {
                queued: number;
                running: number;
                succeeded: number;
                failed: number;
                cancelled: number;
                /** @description Ended so long ago that they are gone. */
                forgotten: number;
            };
            /** @description In the order of the request; forgotten ones are left out. */
            jobs: components["schemas"]["JobSummary"][];
        };
        /** @description A page of a list, newest first. */
        BatchPage: {
            items: components["schemas"]["BatchSummary"][];
            /** @description The `cursor` of the next page; left out on the last one. */
            next?: string;
        };
        /** @description A batch in short. */
        BatchSummary: {
            id: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * @description open: some job waits or runs.
             * @enum {string}
             */
            status: "open" | "ended";
            /** @description Jobs that it was made of. */
            items: number;
            /** @description Jobs by status. */
            counts: {
                queued: number;
                running: number;
                succeeded: number;
                failed: number;
                cancelled: number;
                /** @description Ended so long ago that they are gone. */
                forgotten: number;
            };
        };
        /** @description A placement as it is judged without being run. */
        EstimateResult: {
            /** @constant */
            kind: "estimate";
            model: components["schemas"]["ModelSummary"];
            fleet: components["schemas"]["FleetSummary"];
            objectives: components["schemas"]["ObjectiveName"][];
            problemHash: string;
            version: string;
            /** @description In canonical order. */
            placement: components["schemas"]["PlacementOutput"];
            /** @description SHA-256, hexadecimal. */
            placementHash: string;
            /** @description Empty: the placement is legal. */
            violations: components["schemas"]["Violation"][];
            /** @description Left out where tables are missing or names unknown. */
            estimate?: components["schemas"]["EstimateOutput"];
            /** @description Why no placement at all is legal under the problem, where that is proven. */
            infeasible?: components["schemas"]["Infeasibility"][];
            /** @description For each of the problem's objectives, how far the placement is from a bound in closed form, where the placement is legal. */
            proofs: components["schemas"]["ProofOutput"][];
            /** @description What was left out, and why. */
            notes: string[];
        };
        /** @description What differs between the two. */
        ComparisonResult: components["schemas"]["PlanComparison"] | components["schemas"]["FrontierComparison"] | components["schemas"]["ProblemsCompared"];
        /** @description Two placements, each judged under its problem. */
        PlanComparison: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            compared: "plans";
            problems: components["schemas"]["ProblemComparison"];
            before: components["schemas"]["ComparedPlacement"];
            after: components["schemas"]["ComparedPlacement"];
            movement: components["schemas"]["Movement"];
            /** @description None where one side has no estimate. */
            objectives: components["schemas"]["ObjectiveDifference"][];
            /** @description null where one side is illegal, or problems differ. */
            dominates: components["schemas"]["Dominance"] | null;
            proofs: components["schemas"]["ProofComparison"];
            measured: components["schemas"]["MeasuredComparison"];
            /** @description In words. */
            summary: string[];
        };
        /** @description What differs between the problems. */
        ProblemComparison: {
            /** @description The same content hash. */
            same: boolean;
            /** @description SHA-256, hexadecimal. */
            beforeHash: string;
            /** @description SHA-256, hexadecimal. */
            afterHash: string;
            /** @description At most a thousand. */
            differences: components["schemas"]["ProblemDifference"][];
            /** @description All differences, listed or not. */
            differing: number;
        };
        /** @description Tables, features and host types are matched by name. */
        ProblemDifference: {
            /** @enum {string} */
            part: "model" | "workload" | "fleet" | "objectives" | "epsilons" | "constraints" | "other";
            /** @description Where, by names: `model tables t3 rows`. */
            at: string;
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            /** @description As JSON. */
            before?: unknown;
            after?: unknown;
        };
        /** @description One side, judged anew under its problem. */
        ComparedPlacement: {
            /** @description SHA-256, hexadecimal. */
            placementHash: string;
            /** @description Empty: legal under its own problem. */
            violations: components["schemas"]["Violation"][];
            /** @description Left out where tables are missing or names unknown. */
            estimate?: components["schemas"]["EstimateOutput"];
            /** @description Of a plan whose own problem is the one given. */
            proof?: {
                /** @enum {string} */
                status: "optimal" | "feasible";
                objective: components["schemas"]["ObjectiveName"];
                /** @description Of the objective, in its unit. */
                value: number;
                /** @description No plan is below it; in the unit of the objective. */
                bound: number;
                /** @description (value - bound) / value; absolute for counts and where the value is 0. */
                gap: number;
                /** @enum {string} */
                gapKind: "relative" | "absolute";
                /** @description What ended the search. */
                stoppedBy: string;
            };
        };
        /** @description What has to move so that `after` serves in place of `before`. */
        Movement: {
            /** @description To be fetched by all hosts together. */
            bytes: number;
            /** @description Of the model's bytes; replicas may bring it above 1. */
            share: number;
            /** @description Those whose slices differ, most bytes first. */
            tables: components["schemas"]["TableMove"][];
            /** @description Most received bytes first. */
            hosts: components["schemas"]["HostChange"][];
        };
        /** @description A table that lies elsewhere than before. */
        TableMove: {
            table: string;
            /** @description What hosts have to fetch of it. */
            bytes: number;
            /** @description Its slices and where they lie: `host-0`, `host-1 rows 0-500`. */
            before: string[];
            after: string[];
        };
        /** @description Left out where nothing of the host changed. */
        HostChange: {
            host: string;
            /** @description Slices, or parts of them, that it did not hold before. */
            receivedBytes: number;
            memoryBytesBefore: number;
            memoryBytesAfter: number;
            loadBefore: number;
            loadAfter: number;
        };
        /** @description Estimated, not measured. */
        ObjectiveDifference: {
            objective: components["schemas"]["ObjectiveName"];
            /** @description One of the second problem's objectives. */
            isObjective: boolean;
            before: number;
            after: number;
            /** @description after less before. */
            difference: number;
            /** @description after over before; null where before is 0. */
            ratio: number | null;
            /**
             * @description Of after. Lower is better. Equal within 1e-9.
             * @enum {string}
             */
            verdict: "lower" | "equal" | "higher";
        };
        /**
         * @description Which one is as good in every objective of the problem, and better in one.
         * @enum {string}
         */
        Dominance: "before" | "after" | "equal" | "neither";
        /** @description What the proofs say of the difference. */
        ProofComparison: {
            /** @description Both have a proof, for the same objective under the same caps of one problem. */
            comparable: boolean;
            /** @description The higher of both bounds, where comparable: it holds for both. */
            bestBound?: number;
            /** @description To bestBound, as the proof of the plan counts it. */
            gapBefore?: number;
            gapAfter?: number;
            /** @description In words. */
            note: string;
        };
        /** @description Only of measurements on the same requests and machine. */
        MeasuredComparison: {
            /** @enum {string} */
            status: "compared" | "notMeasured" | "otherRequests" | "otherMachine";
            differences: components["schemas"]["MeasuredDifference"][];
            /** @description What cannot be said, and why. */
            notes: string[];
        };
        /** @description A measured figure, before and after. */
        MeasuredDifference: {
            /** @enum {string} */
            figure: "cpuMsPerRequest" | "wallLatencyP50" | "replayedLatencyP50" | "replayedLatencyP90" | "replayedLatencyP99" | "rpcsPerRequest" | "bytesPerRequest";
            /** @description Times: a ratio to singular on the same requests. Counts: as counted. */
            before: number;
            after: number;
            /** @description after over before; null where before is 0. */
            ratio: number | null;
            /** @description At least 90%: of two 95% intervals to singular, which served the same requests in the same rounds as each plan. null: counted, or no interval is known. */
            interval: components["schemas"]["ConfidenceIntervalOutput"] | null;
            /**
             * @description Of after. undecided: the interval holds 1, or there is none.
             * @enum {string}
             */
            verdict: "lower" | "equal" | "higher" | "undecided";
        };
        /** @description Two frontiers, plan by plan, by their estimates. */
        FrontierComparison: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            compared: "frontiers";
            problems: components["schemas"]["ProblemComparison"];
            /** @description Those that both have in common. */
            objectives: components["schemas"]["ObjectiveName"][];
            /** @description The least value of each on either frontier. */
            best: components["schemas"]["ObjectiveDifference"][];
            before: components["schemas"]["FrontierPlanFate"][];
            after: components["schemas"]["FrontierPlanFate"][];
            /** @description In words. */
            summary: string[];
        };
        /** @description What became of a plan of the first frontier. */
        FrontierPlanFate: {
            /** @description In its own frontier. */
            position: number;
            /** @description SHA-256, hexadecimal. */
            placementHash: string;
            /**
             * @description In the other frontier: the same placement, one with the same objective values, one that dominates it, or none of these.
             * @enum {string}
             */
            fate: "same" | "equal" | "dominated" | "alone";
            /** @description The position of that plan in the other frontier. */
            by?: number;
        };
        /** @description The same problem, or what makes them two. */
        ProblemsCompared: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            compared: "problems";
            problems: components["schemas"]["ProblemComparison"];
            summary: string[];
        };
        /** @description A model that was uploaded. */
        ModelUpload: {
            /** @constant */
            kind: "model";
            /** @description SHA-256 of the content as GET answers it: {"hash": ...} names it in requests. */
            hash: string;
            /** @description Of the content. */
            bytes: number;
            /** @description Of its compressed form: what counts against the limit. */
            storedBytes: number;
            /** Format: date-time */
            createdAt: string;
            summary: components["schemas"]["ModelSummary"];
        };
        /** @description A page of a list, newest first. */
        ModelUploadPage: {
            items: components["schemas"]["ModelUpload"][];
            /** @description The `cursor` of the next page; left out on the last one. */
            next?: string;
        };
        /** @description A workload that was uploaded. */
        WorkloadUpload: {
            /** @constant */
            kind: "workload";
            /** @description SHA-256 of the content as GET answers it: {"hash": ...} names it in requests. */
            hash: string;
            /** @description Of the content. */
            bytes: number;
            /** @description Of its compressed form: what counts against the limit. */
            storedBytes: number;
            /** Format: date-time */
            createdAt: string;
            summary: components["schemas"]["WorkloadSummary"];
        };
        /** @description A workload in short. */
        WorkloadSummary: {
            tables: number;
            batchSize: number;
            samplesPerRequest: number;
            requestsPerSecond?: number;
        };
        /** @description A page of a list, newest first. */
        WorkloadUploadPage: {
            items: components["schemas"]["WorkloadUpload"][];
            /** @description The `cursor` of the next page; left out on the last one. */
            next?: string;
        };
        /** @description A trace that was uploaded. */
        TraceUpload: {
            /** @constant */
            kind: "trace";
            /** @description SHA-256 of the content as GET answers it: {"hash": ...} names it in requests. */
            hash: string;
            /** @description Of the content. */
            bytes: number;
            /** @description Of its compressed form: what counts against the limit. */
            storedBytes: number;
            /** Format: date-time */
            createdAt: string;
            summary: components["schemas"]["TraceSummary"];
        };
        /** @description A trace in short. */
        TraceSummary: {
            requests: number;
            samples: number;
            lookups: number;
        };
        /** @description A page of a list, newest first. */
        TraceUploadPage: {
            items: components["schemas"]["TraceUpload"][];
            /** @description The `cursor` of the next page; left out on the last one. */
            next?: string;
        };
        /** @description A fleet that was uploaded. */
        FleetUpload: {
            /** @constant */
            kind: "fleet";
            /** @description SHA-256 of the content as GET answers it: {"hash": ...} names it in requests. */
            hash: string;
            /** @description Of the content. */
            bytes: number;
            /** @description Of its compressed form: what counts against the limit. */
            storedBytes: number;
            /** Format: date-time */
            createdAt: string;
            summary: components["schemas"]["FleetSummary"];
        };
        /** @description A page of a list, newest first. */
        FleetUploadPage: {
            items: components["schemas"]["FleetUpload"][];
            /** @description The `cursor` of the next page; left out on the last one. */
            next?: string;
        };
        /** @description A problem that was uploaded. */
        ProblemUpload: {
            /** @constant */
            kind: "problem";
            /** @description SHA-256 of the content as GET answers it: {"hash": ...} names it in requests. */
            hash: string;
            /** @description Of the content. */
            bytes: number;
            /** @description Of its compressed form: what counts against the limit. */
            storedBytes: number;
            /** Format: date-time */
            createdAt: string;
            summary: components["schemas"]["ProblemSummary"];
        };
        /** @description A problem in short. */
        ProblemSummary: {
            model: components["schemas"]["ModelSummary"];
            fleet: components["schemas"]["FleetSummary"];
            /** @description Left out where the problem leaves them to its job. */
            objectives?: components["schemas"]["ObjectiveName"][];
            constraints: number;
        };
        /** @description A page of a list, newest first. */
        ProblemUploadPage: {
            items: components["schemas"]["ProblemUpload"][];
            /** @description The `cursor` of the next page; left out on the last one. */
            next?: string;
        };
        /** @description What ships with Shardwright. */
        FixtureList: {
            models: components["schemas"]["ModelFixtureSummary"][];
            fleets: components["schemas"]["FleetFixtureSummary"][];
        };
        /** @description A model that ships, in short. */
        ModelFixtureSummary: {
            name: string;
            about: string;
            /** @description No production model or public data set stands behind the tables. */
            synthetic: boolean;
            nets: number;
            tables: number;
            bytes: number;
        };
        /** @description A fleet that ships, in short. */
        FleetFixtureSummary: {
            name: string;
            about: string;
            hosts: number;
            capacityBytes: number;
        };
        /** @description A model that ships, its workload, and where both come from. */
        ModelFixture: {
            name: string;
            about: string;
            source: string;
            licence: string;
            synthetic: boolean;
            notes: string[];
            /** @description Fields that the source does not give: our choice. */
            ours: string[];
            model: components["schemas"]["ModelOutput"];
            workload: components["schemas"]["WorkloadOutput"];
        };
        /** @description A fleet that ships. */
        FleetFixture: {
            name: string;
            about: string;
            fleet: components["schemas"]["FleetOutput"];
        };
        /** @description A way in which the service refuses or fails. */
        ProblemPage: {
            /** @description As errors state it; the path of this page. */
            type: string;
            /** @description Of the answers that carry it. */
            status: number;
            title: string;
            /** @description What to do about it. */
            mend: string;
        };
        /** @description The process answers. */
        Alive: {
            /** @constant */
            status: "ok";
        };
        /** @description What this service is, and where its parts are. */
        Index: {
            name: string;
            version: string;
            description: string;
            links: {
                [key: string]: string;
            };
        };
        /** @description A placement with its estimate, proof, measurement and provenance. */
        PlanOutput: {
            placement: components["schemas"]["PlacementOutput"];
            /** @description SHA-256, hexadecimal. */
            placementHash: string;
            /** @description The caps that this plan was solved under. */
            epsilons: components["schemas"]["EpsilonOutput"][];
            estimate: components["schemas"]["EstimateOutput"];
            proof: components["schemas"]["ProofOutput"];
            measurement?: components["schemas"]["MeasurementOutput"];
            provenance: components["schemas"]["ProvenanceOutput"];
        };
        /** @description Table slices on hosts: a decision without numbers. */
        PlacementOutput: {
            shards: components["schemas"]["ShardOutput"][];
        };
        /** @description The part of a model that one host serves. */
        ShardOutput: {
            /** @description `main` or `<host type>-<number>`. */
            host: string;
            slices: components["schemas"]["TableSliceOutput"][];
        };
        /** @description A whole table, a row range or a column range of it. The same table whole on several hosts is replicated. */
        TableSliceOutput: components["schemas"]["WholeSliceOutput"] | components["schemas"]["RowSliceOutput"] | components["schemas"]["ColumnSliceOutput"];
        /** @description The whole table. */
        WholeSliceOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "whole";
            table: string;
        };
        /** @description A range of rows: start is in it, end is not. */
        RowSliceOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "rows";
            table: string;
            /**
             * @description `shuffled`: positions of the fixed seeded permutation; `asStored`: row indices as they are.
             * @default shuffled
             * @enum {string}
             */
            rowOrder: "shuffled" | "asStored";
            start: number;
            end: number;
        };
        /** @description A range of columns: start is in it, end is not. */
        ColumnSliceOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "columns";
            table: string;
            start: number;
            end: number;
        };
        /** @description A cap placed on a quantity other than the one minimised. */
        EpsilonOutput: {
            objective: components["schemas"]["ObjectiveName"];
            /** @description In the unit of the objective. */
            atMost: number;
        };
        /** @description What the cost model predicts of a placement. Never measured. */
        EstimateOutput: {
            /** @description Sparse hosts that hold anything. */
            hostsUsed: number;
            /** @description Summed costs of the hosts used, in the fleet's unit. */
            hostCost: number;
            /** @description Largest share of a host that is full, 0 to 1. */
            peakMemory: number;
            /** @description Largest load of a host per batch, divided by its relative speed. */
            peakLoad: number;
            /** @description Sum over nets of the largest batchLoad: nets run one after another. */
            criticalLoad: number;
            /** @description Sum over nets of the sparse hosts that may be called for one batch. */
            fanOut: number;
            /** @description Calls to sparse shards that one request makes on average. */
            expectedRpcsPerRequest: number;
            /** @description Payload bytes per request: lengths and indices out, pooled vectors back. */
            bytesOnWire: number;
            /** @description Predicted critical path of a request, by the cost model. */
            latencyMs: number;
            /** @description Predicted CPU of a request, all shards together, at cpuSpeed 1. */
            cpuMs: number;
            /** @description Where a current placement is given. */
            movedBytes?: number;
            loadMeasure: components["schemas"]["LoadMeasure"];
            coefficientsSource: string;
            hosts: components["schemas"]["HostEstimateOutput"][];
        };
        /** @description What one host holds and is asked for. */
        HostEstimateOutput: {
            host: string;
            memoryBytes: number;
            /** @description Of capacity: memory less reservation. */
            memoryShare: number;
            /** @description What its load is divided by in peakLoad; the fastest sparse host has 1. */
            relativeSpeed: number;
            /** @description meanLoad over all nets per batch, in the problem's load measure, at reference speed. */
            load: number;
            /** @description Tables with a slice here. */
            tables: number;
            /** @description Calls that one request makes to it on average. */
            rpcsPerRequest: number;
            /** @description The higher of CPU and memory bandwidth, where a request rate is given. */
            utilisation?: number;
        };
        /** @description How far the plan may be from the best one for its objective under its epsilons. */
        ProofOutput: {
            /** @enum {string} */
            status: "optimal" | "feasible";
            objective: components["schemas"]["ObjectiveName"];
            /** @description Of the objective, in its unit. */
            value: number;
            /** @description No plan is below it; in the unit of the objective. */
            bound: number;
            /** @description (value - bound) / value; absolute for counts and where the value is 0. */
            gap: number;
            /** @enum {string} */
            gapKind: "relative" | "absolute";
            certificate: components["schemas"]["CertificateOutput"];
            /** @description What ended the search. */
            stoppedBy: string;
        };
        /** @description What a bound rests on; recomputed from the problem without a solver. */
        CertificateOutput: {
            kind: components["schemas"]["BoundKind"];
            objective: components["schemas"]["ObjectiveName"];
            epsilons: components["schemas"]["EpsilonOutput"][];
            /** @description In the unit of the objective. */
            bound: number;
            options: components["schemas"]["OptionSetOutput"];
            /** @description Of a `dualFeasible` bound. */
            dualFeasible?: components["schemas"]["DualFeasibleOutput"];
            /** @description Of a `columnGeneration` bound. */
            packingDuals?: components["schemas"]["PackingDualsOutput"];
            /** @description Where the kind is `lagrangian`. */
            multipliers?: components["schemas"]["MultipliersOutput"];
            /** @description Of a `core` bound: the tables that are placed in every way. */
            core?: string[];
        };
        /** @description The layouts that a proof considered: all that the problem lets a search use. Row ranges of unequal length, and parts or replicas on the main shard beside sparse ones, which a placement of your own may have, are outside of it. */
        OptionSetOutput: {
            whole: boolean;
            /** @description Whole on the main shard, as far as pins and forbidden hosts let it. */
            mainShard: boolean;
            /** @description Row-wise in 2 to so many equal parts; 1 where tables are not split by rows. */
            mostParts: number;
            /** @description Column-wise in 2 to so many parts of 4 columns or a multiple; 1 where tables are not split by columns. */
            mostColumnParts: number;
            /** @description Replicated on 2 to so many hosts; 1 where tables are not replicated. */
            mostReplicas: number;
            /** @description Tables with limits of their own. */
            exceptions: {
                table: string;
                whole: boolean;
                /** @description Whole on the main shard, as far as pins and forbidden hosts let it. */
                mainShard: boolean;
                /** @description Row-wise in 2 to so many equal parts; 1 where tables are not split by rows. */
                mostParts: number;
                /** @description Column-wise in 2 to so many parts of 4 columns or a multiple; 1 where tables are not split by columns. */
                mostColumnParts: number;
                /** @description Replicated on 2 to so many hosts; 1 where tables are not replicated. */
                mostReplicas: number;
            }[];
        };
        /** @description A function that weighs parts such that no host holds more than 1. */
        DualFeasibleOutput: {
            resource: components["schemas"]["PackedResource"];
            /**
             * @description f0 and u(k) of Fekete and Schepers (2001), f1 of Carlier, Clautiaux and Moukrim (2007).
             * @enum {string}
             */
            family: "cut" | "rounding" | "halving";
            /** @description Of the named function. */
            parameter: number;
        };
        /** @description Integer worth of each table: their sum over the most that one host can hold is a bound (Farley 1990), or leaves few contents of hosts to try. */
        PackingDualsOutput: {
            resource: components["schemas"]["PackedResource"];
            /** @description Tables with one layout, in one part; the others count 0. */
            tables: {
                table: string;
                dual: number;
            }[];
            /** @description So many hosts are too few: no contents of hosts that are worth enough make up all tables. Tried in every way. */
            refuted?: number;
        };
        /** @description Prices of load and bytes on each host that a `lagrangian` bound rests on. */
        MultipliersOutput: {
            /** @description One a sparse host that is not drained, in the order of the fleet; of hosts that are all alike, only as many as hostsUsed is capped at. */
            load: number[];
            /** @description One a sparse host that is not drained, in the order of the fleet; of hosts that are all alike, only as many as hostsUsed is capped at. */
            memory: number[];
            /** @description Of a byte on the wire, where those are capped. */
            wire?: number;
            /** @description Tables of more than half a host, fixed to hosts of their own, where nothing tells the hosts apart. */
            fixed: {
                table: string;
                host: string;
            }[];
        };
        /** @description What was observed when the plan served sampled requests. */
        MeasurementOutput: {
            /** @description Requests timed, after the warm-up; those of discarded rounds are left out of the figures. */
            requests: number;
            /** @description Served first, and neither timed nor compared. */
            warmupRequests: number;
            /** @description Wall time of a request on this machine. Where `environment.oversubscribed`, it says nothing of a deployment. */
            latencyMs: components["schemas"]["LatencySummaryOutput"];
            /** @description The unsharded model on the same requests, interleaved in the same run. */
            singularLatencyMs: components["schemas"]["LatencySummaryOutput"];
            /** @description Paired, from the same run. */
            ratioToSingular: {
                /** @description Median of the per-request ratios. */
                latencyP50: number | null;
                /** @description Median of the per-request ratios. */
                cpu: number | null;
                /** @description Of that median. */
                cpuInterval: components["schemas"]["ConfidenceIntervalOutput"] | null;
                /** @description All CPU of the plan over all CPU of singular. */
                cpuOfSums: number | null;
            };
            /** @description All serving threads together. */
            cpuMsPerRequest: number;
            /** @description CPU milliseconds of the unsharded model. */
            singularCpuMsPerRequest: number;
            /** @description Operator time of the singular run: CPU of its one thread. */
            singularOperators: {
                embeddingMsPerRequest: number;
                denseMsPerRequest: number;
                embeddingShare: number;
            };
            /** @description null where these threads are more than the cores, or no more than one. */
            singularThreaded: components["schemas"]["ThreadedSingularOutput"] | null;
            /** @description Calls to sparse shards, as counted. */
            rpcsPerRequest: number;
            /** @description What the trace implies for this placement. */
            impliedRpcsPerRequest: number;
            /** @description Sent over the transport, both ways, as counted. */
            bytesPerRequest: number;
            /** @description The main shard first. Phases of all add up to the CPU of a request. */
            shards: components["schemas"]["ShardMeasurementOutput"][];
            /** @description Share of the serving threads' CPU over the run that is in no phase. */
            unattributedShare: number;
            foreignLoad: components["schemas"]["ForeignLoadOutput"];
            /** @description The first on the fleet's own links, then one for each of `measure.roundTripsMs`. */
            reconstructions: components["schemas"]["ReconstructionOutput"][];
            agreement: components["schemas"]["AgreementOutput"];
            /** @description SHA-256, hexadecimal. */
            traceHash: string;
            seed: number;
            environment: components["schemas"]["MeasurementEnvironmentOutput"];
        };
        /** @description A percentile of a sample, with what its size allows to say of it. */
        PercentileOutput: {
            /** @description null where the sample cannot carry the percentile. */
            value: number | null;
            /** @description Sample count. */
            n: number;
            /** @constant */
            note?: "n too small";
        };
        /** @description Milliseconds per request. */
        LatencySummaryOutput: {
            p50: components["schemas"]["PercentileOutput"];
            p90: components["schemas"]["PercentileOutput"];
            p99: components["schemas"]["PercentileOutput"];
            meanMs: number;
        };
        /** @description 95%, by the bootstrap over requests. */
        ConfidenceIntervalOutput: {
            low: number;
            high: number;
        };
        /** @description The unsharded model on as many threads as the plan serves with: each net's tables are dealt to the threads by lookup bytes, the largest first, and joined in shared memory. */
        ThreadedSingularOutput: {
            /** @description That served it. */
            threads: number;
            latencyMs: components["schemas"]["LatencySummaryOutput"];
            /** @description CPU milliseconds of all of them together. */
            cpuMsPerRequest: number;
            /** @description The plan's latency over this one, median of pairs. */
            ratioLatencyP50: number | null;
        };
        /** @description What one sparse shard did in the run. */
        ShardMeasurementOutput: {
            host: string;
            /** @description Calls answered over the whole run. */
            rpcs: number;
            /** @description What the placement puts here. */
            placedBytes: number;
            /** @description What the trace touched, and memory therefore held. */
            materialisedBytes: number;
            /** @description CPU milliseconds of its thread. */
            cpuMsPerRequest: number;
            phases: components["schemas"]["PhasesOutput"];
            /** @description Wall time of a request less this thread's CPU: asleep, or without a core. */
            waitingMs: number;
            /** @description Not measured: round trips and payload over the fleet's links, a request; of the main shard the critical path of its nets. */
            modelledNetworkMs: number;
            /** @description Requests of which this shard took the longest: whose calls that were the last of their net by service time add up to most. */
            boundedRequests: number;
        };
        /** @description Mean CPU milliseconds of one thread a request, by what it did. */
        PhasesOutput: {
            /** @description Bottom MLP, interaction and top MLP. */
            denseMs: number;
            /** @description Pooling, and copying what was pooled out of the kernels. */
            embeddingMs: number;
            /** @description Building calls; making room for answers. */
            serializationMs: number;
            /** @description Taking calls and answers apart, adding up row-split tables. */
            deserializationMs: number;
            /** @description The rest of handling RPCs: sending, falling asleep and waking up, the event loop where it carries calls. */
            rpcServiceMs: number;
        };
        /** @description What else ran on the machine meanwhile. */
        ForeignLoadOutput: {
            /** @description When a round, one request served by every form of the model, is discarded. */
            rule: string;
            /** @description All of the run. */
            rounds: number;
            /** @description In which others took more than a tenth of the cores. */
            disturbedRounds: number;
            /** @description Left out of all figures. */
            discardedRounds: number;
            /** @description Share of the cores' time that went elsewhere; null: not known here. */
            cpuShare: number | null;
            /** @description The part of it that the hypervisor took. */
            stolenShare: number | null;
            /** @description Share of the time in which the main shard's thread waited for a core. */
            queuedShare: number | null;
            /** @description Of the minute before. */
            loadAverage: number | null;
        };
        /** @description Latency of a deployment, replayed from measured CPU service times: neither an estimate nor wall time. */
        ReconstructionOutput: {
            /** @description Of every link; null: the fleet's own. */
            roundTripMs: number | null;
            /** @description One request at a time. */
            closedLoop: {
                latencyMs: components["schemas"]["ReconstructedLatencyOutput"];
                /** @description The unsharded model on one thread. */
                singularLatencyMs: components["schemas"]["ReconstructedLatencyOutput"];
                /** @description The unsharded model on one thread a batch, on the main host's cores, as the plan's main shard serves batches. */
                batchedSingularLatencyMs: components["schemas"]["ReconstructedLatencyOutput"];
                /** @description The unsharded model on as many threads as the plan uses, work divided without loss: no real program is faster. */
                threadedSingularLatencyMs: components["schemas"]["ReconstructedLatencyOutput"];
                threads: number;
                ratioToSingular: {
                    p50: components["schemas"]["LatencyRatioOutput"];
                    p90: components["schemas"]["LatencyRatioOutput"];
                    p99: components["schemas"]["LatencyRatioOutput"];
                };
                ratioToBatchedSingular: {
                    p50: components["schemas"]["LatencyRatioOutput"];
                    p90: components["schemas"]["LatencyRatioOutput"];
                    p99: components["schemas"]["LatencyRatioOutput"];
                };
                ratioToThreadedSingular: {
                    p50: components["schemas"]["LatencyRatioOutput"];
                    p90: components["schemas"]["LatencyRatioOutput"];
                    p99: components["schemas"]["LatencyRatioOutput"];
                };
            };
            /** @description Where a rate is given. */
            openLoop?: components["schemas"]["OpenLoopOutput"];
            assumptions: string[];
        };
        /** @description Milliseconds per request. */
        ReconstructedLatencyOutput: {
            /** @description Requests replayed. */
            n: number;
            p50: components["schemas"]["EstimatedPercentileOutput"];
            p90: components["schemas"]["EstimatedPercentileOutput"];
            p99: components["schemas"]["EstimatedPercentileOutput"];
            meanMs: number;
        };
        /** @description A percentile with its interval. */
        EstimatedPercentileOutput: {
            /** @description null where the sample cannot carry the percentile. */
            value: number | null;
            interval: components["schemas"]["ConfidenceIntervalOutput"] | null;
        };
        /** @description Of the percentiles, requests paired; null where the sample cannot carry it. */
        LatencyRatioOutput: {
            value: number;
            interval: components["schemas"]["ConfidenceIntervalOutput"];
        } | null;
        /** @description Poisson arrivals at a rate. */
        OpenLoopOutput: {
            requestsPerSecond: number;
            /**
             * @description saturated: some share reaches 1, the queue grows for ever, and no percentile exists.
             * @enum {string}
             */
            status: "served" | "saturated";
            utilisation: components["schemas"]["HostUtilisationOutput"][];
            /** @description From the scheduled arrival. Left out where saturated. */
            latencyMs?: components["schemas"]["ReconstructedLatencyOutput"];
        };
        /** @description Shares of what the host can do at the rate. */
        HostUtilisationOutput: {
            host: string;
            /** @description Core time over cores. */
            cores: number;
            /** @description Bytes of rows read over the memory bandwidth. */
            memory: number;
            /** @description The busier direction of the host's link. */
            link: number;
        };
        /** @description The plan's outputs against the singular run's, on the same requests. */
        AgreementOutput: {
            /**
             * @description Whole, column-wise and replicated tables answer the bits of singular; row-wise ones lie within 2 (p - 1) 2^-24 sum|x|.
             * @enum {string}
             */
            rule: "bitIdentical" | "boundedRounding";
            /** @description Requests whose outputs were compared. */
            requestsCompared: number;
            /** @description Pooled vectors that were compared. */
            vectorsCompared: number;
            /** @description Rows that the compared requests look up; with none, all vectors are zeros and nothing was put to the test. */
            lookupsCompared: number;
            /** @description Pooled vectors outside the rule. */
            vectorsDiffering: number;
            /** @description Absolute; 1e-5 is allowed where rows are split. */
            largestScoreDifference: number;
            holds: boolean;
        };
        /** @description The machine and what ran on it. */
        MeasurementEnvironmentOutput: {
            cpu: string;
            cores: number;
            node: string;
            platform: string;
            denseEngine: string;
            embeddingKernel: string;
            transport: components["schemas"]["TransportName"];
            /** @description Threads that serve: of sparse shards, which may share some, and of the main shard. */
            threads: number;
            /** @description More shards than cores, the main one included: wall latency then says nothing of a deployment. */
            oversubscribed: boolean;
            notes: string[];
        };
        /** @description Where a plan comes from: the same of all of these gives the same plan. */
        ProvenanceOutput: {
            method: string;
            seed: number;
            /** @description SHA-256, hexadecimal. */
            problemHash: string;
            version: string;
        };
        /** @description How one table is looked up. */
        TableTrafficOutput: {
            table: string;
            popularity: components["schemas"]["PopularityOutput"];
            features: components["schemas"]["FeatureTrafficOutput"][];
        };
        /** @description How lookups spread over the rows of a table. */
        PopularityOutput: components["schemas"]["ZipfPopularityOutput"] | components["schemas"]["EmpiricalPopularityOutput"];
        /** @description The i-th most popular row is looked up in proportion to i to the power of -exponent. */
        ZipfPopularityOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "zipf";
            /** @description P(rank r) is proportional to (r + 1)^-exponent; 0 is uniform. */
            exponent: number;
        };
        /** @description As counted: shares of the rows, the most popular first, with the lookups that they take. */
        EmpiricalPopularityOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "empirical";
            /** @description F(x): the most popular share `rows` of rows gets the share `lookups`; linear between points. */
            shares: {
                rows: number;
                lookups: number;
            }[];
        };
        /** @description How one feature is looked up, on average. */
        FeatureTrafficOutput: {
            feature: string;
            /** @description p_t: mean lookups per sample (per request for request-level tables), zeros included. */
            poolingFactor: number;
            /**
             * @description Standard deviation of the lookups of a sample that has any.
             * @default 0
             */
            poolingSpread: number;
            /**
             * @description a_t: share of samples (requests) with any lookup.
             * @default 1
             */
            presence: number;
            /** @description Of the lookups of any two samples of a request: each sample repeats those that its request has in common with probability sqrt(correlation). 0 when left out; nothing at request level. */
            correlation?: number;
        };
        /** @description How a model is asked: per table pooling factors, presence and popularity. */
        WorkloadOutput: {
            /** @description Most samples that one inference takes; a request may need several. */
            batchSize: number;
            /** @description Samples (items to rank) of one request. */
            samplesPerRequest: number;
            /** @description Q; where given, hosts have a load capacity. */
            requestsPerSecond?: number;
            tables: components["schemas"]["TableTrafficOutput"][];
        };
        /** @description A recommendation model: nets, embedding tables, dense part. */
        ModelOutput: {
            name: string;
            /** @description What a report on this model has to say of it. */
            note?: string;
            nets: components["schemas"]["NetOutput"][];
            tables: components["schemas"]["TableOutput"][];
            /** @description A model without a dense part is measured on its embedding part. */
            dense?: components["schemas"]["DenseOutput"];
        };
        /** @description Tables and operators executed as a unit; nets run in the order listed. */
        NetOutput: {
            name: string;
        };
        /** @description An embedding table: rows of dim elements, looked up by its features. */
        TableOutput: {
            name: string;
            /** @description The net that the table belongs to. */
            net: string;
            /** @description Number of rows, at most 2^32: indices travel as unsigned 32-bit. */
            rows: number;
            /** @description Embedding dimension: elements per row. */
            dim: number;
            /** @default fp32 */
            dtype: components["schemas"]["Dtype"];
            /**
             * @description A `request` table (user side) is looked up once and its vector broadcast over the samples.
             * @default sample
             * @enum {string}
             */
            lookupsPer: "sample" | "request";
            /** @description One table may serve several features. */
            features: components["schemas"]["FeatureOutput"][];
        };
        /** @description A sparse input. Each feature answers one pooled vector a sample (or a request). */
        FeatureOutput: {
            name: string;
            /** @default sum */
            pooling: components["schemas"]["Pooling"];
        };
        /** @description The dense part, run on the main shard. */
        DenseOutput: {
            /** @description Dense inputs of a sample. */
            inputFeatures: number;
            /** @description Widths of the bottom MLP; empty where dense inputs go to the interaction as they are. */
            bottomMlp: number[];
            interaction: components["schemas"]["InteractionOutput"];
            /** @description Widths of the top MLP; the last one is the number of scores a sample. */
            topMlp: number[];
        };
        /** @description How the dense features meet the pooled embeddings. */
        InteractionOutput: components["schemas"]["DotInteractionOutput"] | components["schemas"]["CatInteractionOutput"];
        /** @description Dot products of all pairs, beside the dense features. */
        DotInteractionOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dot";
        };
        /** @description All of them side by side. */
        CatInteractionOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "cat";
            /** @description Averages the concatenation over windows of this width. */
            stride?: number;
        };
        /** @description Sampled requests; features without an entry were not looked up. */
        TraceOutput: {
            requests: components["schemas"]["TraceRequestOutput"][];
        };
        /** @description One inference request: its samples, what each feature looks up, its dense inputs. */
        TraceRequestOutput: {
            samples: number;
            features: components["schemas"]["JaggedFeatureOutput"][];
            /** @description samples x inputFeatures, row by row; empty where the model has no dense part. */
            dense: number[];
        };
        /** @description As in TorchRec's KeyedJaggedTensor: one key with lengths and values. */
        JaggedFeatureOutput: {
            feature: string;
            /** @description Lookups of each sample (one entry for request-level tables). */
            lengths: number[];
            /** @description Row indices of all samples, one after another. */
            indices: number[];
        };
        /** @description The hosts that shards may run on. */
        FleetOutput: {
            main: components["schemas"]["MainHostOutput"];
            hostTypes: components["schemas"]["HostTypeOutput"][];
        };
        /** @description The host of the main shard, host 0, named `main`. */
        MainHostOutput: {
            memoryBytes: number;
            /**
             * @description Kept free for the operating system and the serving process.
             * @default 0
             */
            reservedBytes: number;
            memoryBandwidthBytesPerSecond: number;
            cores: number;
            /**
             * @description Relative to the machine that the cost model was measured on.
             * @default 1
             */
            cpuSpeed: number;
            /**
             * @description Any unit, the same for all hosts.
             * @default 1
             */
            cost: number;
            link: components["schemas"]["LinkOutput"];
        };
        /** @description A host's connection to the network. */
        LinkOutput: {
            roundTripMs: number;
            bandwidthBytesPerSecond: number;
        };
        /** @description Equal hosts, named `<type>-0`, `<type>-1` and so on. */
        HostTypeOutput: {
            name: string;
            count: number;
            memoryBytes: number;
            /**
             * @description Kept free for the operating system and the serving process.
             * @default 0
             */
            reservedBytes: number;
            memoryBandwidthBytesPerSecond: number;
            cores: number;
            /**
             * @description Relative to the machine that the cost model was measured on.
             * @default 1
             */
            cpuSpeed: number;
            /**
             * @description Any unit, the same for all hosts.
             * @default 1
             */
            cost: number;
            link: components["schemas"]["LinkOutput"];
            /**
             * @description Host i of the type lies in domain i mod length.
             * @default [
             *       "default"
             *     ]
             */
            failureDomains: string[];
        };
        /** @description A problem whose parts are given inline, by the name of a fixture or by the hash of an upload. */
        ProblemInputOutput: {
            model: components["schemas"]["ModelReferenceOutput"] | components["schemas"]["UploadReferenceOutput"] | components["schemas"]["ModelOutput"];
            /** @description Left out: that of the model's fixture. */
            workload?: components["schemas"]["ModelReferenceOutput"] | components["schemas"]["UploadReferenceOutput"] | components["schemas"]["TraceWorkloadOutput"] | components["schemas"]["WorkloadOutput"];
            fleet: components["schemas"]["FleetReferenceOutput"] | components["schemas"]["UploadReferenceOutput"] | components["schemas"]["FleetOutput"];
            /** @description Left out: for a frontier hostsUsed, peakLoad, bytesOnWire, and fanOut where the model has two nets or more; for a plan peakLoad. A plan minimises the first. */
            objectives?: components["schemas"]["ObjectiveName"][];
            /** @default [] */
            epsilons: components["schemas"]["EpsilonOutput"][];
            /** @default [] */
            constraints: components["schemas"]["ConstraintOutput"][];
            /** @default lookupBytes */
            loadMeasure: components["schemas"]["LoadMeasure"];
            /** @description Constants of your own fleet; the built-in ones when left out. */
            coefficients?: components["schemas"]["CoefficientsOutput"];
            currentPlacement?: components["schemas"]["PlacementOutput"];
        };
        /** @description A model, or a workload, that ships with Shardwright. */
        ModelReferenceOutput: {
            fixture: components["schemas"]["ModelFixtureName"];
        };
        /** @description What was uploaded before, by its content hash. */
        UploadReferenceOutput: {
            hash: string;
        };
        /** @description A workload estimated from sampled requests, as the paper does. */
        TraceWorkloadOutput: {
            trace: components["schemas"]["UploadReferenceOutput"] | components["schemas"]["TraceOutput"];
            /**
             * @description Requests sampled from the trace (all, where it holds fewer).
             * @default 1000
             */
            requests: number;
            /** @default 1 */
            seed: number;
            /** @description Samples that are served together. */
            batchSize: number;
            requestsPerSecond?: number;
        };
        /** @description A fleet that ships with Shardwright. */
        FleetReferenceOutput: {
            fixture: components["schemas"]["FleetFixtureName"];
        };
        /** @description A rule that a placement has to keep. */
        ConstraintOutput: components["schemas"]["LoadCapacityConstraintOutput"] | components["schemas"]["PinConstraintOutput"] | components["schemas"]["ForbidConstraintOutput"] | components["schemas"]["TogetherConstraintOutput"] | components["schemas"]["ApartConstraintOutput"] | components["schemas"]["MaxHostsConstraintOutput"] | components["schemas"]["DrainedConstraintOutput"] | components["schemas"]["MovementLimitConstraintOutput"] | components["schemas"]["TableOptionsConstraintOutput"];
        /** @description No host is busier than this share at the request rate; 0.7 where a rate is given and this is not. */
        LoadCapacityConstraintOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "loadCapacity";
            maxUtilisation: number;
        };
        /** @description The table lies on these hosts only. A pin that names `main` lets its table stay on the main shard, where no tableOptions constraint for it leaves `mainShard` out; `main` alone keeps it there. */
        PinConstraintOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "pin";
            table: string;
            hosts: string[];
        };
        /** @description The table lies on none of these hosts. */
        ForbidConstraintOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "forbid";
            table: string;
            hosts: string[];
        };
        /** @description These tables lie on the same host. */
        TogetherConstraintOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "together";
            tables: string[];
        };
        /** @description No two of these tables share a host (or a failure domain). */
        ApartConstraintOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "apart";
            tables: string[];
            /**
             * @default host
             * @enum {string}
             */
            scope: "host" | "failureDomain";
        };
        /** @description The table, or the net, spreads over at most so many hosts. */
        MaxHostsConstraintOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "maxHosts";
            table?: string;
            net?: string;
            atMost: number;
        };
        /** @description These hosts take no table. */
        DrainedConstraintOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "drained";
            hosts: string[];
        };
        /** @description At most so much leaves its place in the current placement. */
        MovementLimitConstraintOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "movementLimit";
            bytes?: number;
            tables?: number;
        };
        /** @description How these tables (all, when left out) may be laid out. Without it the search lays tables out whole or row-wise in up to 16 equal parts; column-wise parts, replicas and the main shard are used only where it allows them (the main shard also where a pin names `main`). A placement of your own may use any layout that leaves the main shard free. */
        TableOptionsConstraintOutput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "tableOptions";
            tables?: string[];
            allow: components["schemas"]["OptionKind"][];
            maxParts?: number;
        };
        /** @description Constants of the cost model behind estimates. */
        CoefficientsOutput: {
            /** @description Where the figures come from. */
            source: string;
            /** @description Rows read and pooled by one thread, tables outside the caches. */
            embeddingBytesPerSecond: number;
            /** @description Fixed cost of one lookup. */
            lookupSeconds: number;
            /** @description Fixed cost of one table slice called in a batch. */
            partSeconds: number;
            /** @description CPU time that one RPC costs the shard that answers it. */
            rpcSeconds: number;
            serializationBytesPerSecond: number;
            /** @description Multiply and add counted as two. */
            denseFlopsPerSecond: number;
            /** @description Fixed cost of one layer of an MLP a batch; 0 when left out. */
            denseLayerSeconds?: number;
            /** @description Weights that a batch reads from memory, those of all MLPs beyond `cache.bytes`; no cost when left out. */
            denseWeightBytesPerSecond?: number;
            /** @description CPU time that one RPC costs the main shard; 0 when left out. */
            mainRpcSeconds?: number;
            /** @description CPU time, both sides together, that a table slice in a call costs beside its bytes; 0 when left out. */
            sliceSeconds?: number;
            /** @description Lookups of the most popular rows, which the caches hold; all lookups miss them when left out. */
            cache?: {
                /** @description Of rows that stay in the caches, dealt to the tables by load; and, apart from them, of weights. */
                bytes: number;
                lookupSeconds: number;
                bytesPerSecond: number;
            };
        };
    };
    responses: {
        /** @description Shardwright failed (internal). Report it with the errorId: the log of the server has it. */
        Internal: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/internal";
                    /** @constant */
                    status: 500;
                };
            };
        };
        /**
         * @description The request was refused (invalid-input). `problems` lists every fault with its place and a hint.
         *     The request is not HTTP (malformed-http). Check what wrote it: a client of HTTP/1.1 would not.
         */
        InvalidInputOrMalformedHttp: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/invalid-input" | "/problems/malformed-http";
                    /** @constant */
                    status: 400;
                };
            };
        };
        /**
         * @description The Idempotency-Key stands for another request (key-reused). Send a new key with a new request; the same key with the same body answers the same job.
         *     The request asks for more than this server gives (over-limit). `problems` lists each limit that is passed; the operator of the server may raise them.
         *     The request takes too much to check (too-heavy). Send fewer tables or fewer requests of a trace, or upload the parts one by one.
         */
        KeyReusedOrOverLimitOrTooHeavy: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/key-reused" | "/problems/over-limit" | "/problems/too-heavy";
                    /** @constant */
                    status: 422;
                };
            };
        };
        /** @description The request is not HTTP (malformed-http). Check what wrote it: a client of HTTP/1.1 would not. */
        MalformedHttp: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/malformed-http";
                    /** @constant */
                    status: 400;
                };
            };
        };
        /**
         * @description The body is not JSON (malformed-json). The detail says where it stops being JSON.
         *     The request was refused (invalid-input). `problems` lists every fault with its place and a hint.
         *     The request is not HTTP (malformed-http). Check what wrote it: a client of HTTP/1.1 would not.
         */
        MalformedJsonOrInvalidInputOrMalformedHttp: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/malformed-json" | "/problems/invalid-input" | "/problems/malformed-http";
                    /** @constant */
                    status: 400;
                };
            };
        };
        /** @description The server is not known under this name (misdirected). Ask for localhost, or have the operator of the server allow the name. */
        Misdirected: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/misdirected";
                    /** @constant */
                    status: 421;
                };
            };
        };
        /** @description Nothing is here (not-found). Check the path; ended jobs are forgotten after a while. */
        NotFound: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/not-found";
                    /** @constant */
                    status: 404;
                };
            };
        };
        /** @description The server cannot serve yet, or any more (not-ready). The detail says what is missing; try again after the seconds that Retry-After says. */
        NotReady: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/not-ready";
                    /** @constant */
                    status: 503;
                };
            };
        };
        /**
         * @description The server cannot serve yet, or any more (not-ready). The detail says what is missing; try again after the seconds that Retry-After says.
         *     The server has its hands full (overloaded). Try again after the seconds that Retry-After says.
         */
        NotReadyOrOverloaded: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/not-ready" | "/problems/overloaded";
                    /** @constant */
                    status: 503;
                };
            };
        };
        /**
         * @description The server cannot serve yet, or any more (not-ready). The detail says what is missing; try again after the seconds that Retry-After says.
         *     The server has its hands full (overloaded). Try again after the seconds that Retry-After says.
         *     Too many jobs wait (queue-full). Try again after the seconds that Retry-After says.
         */
        NotReadyOrOverloadedOrQueueFull: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/not-ready" | "/problems/overloaded" | "/problems/queue-full";
                    /** @constant */
                    status: 503;
                };
            };
        };
        /**
         * @description The request asks for more than this server gives (over-limit). `problems` lists each limit that is passed; the operator of the server may raise them.
         *     The request takes too much to check (too-heavy). Send fewer tables or fewer requests of a trace, or upload the parts one by one.
         */
        OverLimitOrTooHeavy: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/over-limit" | "/problems/too-heavy";
                    /** @constant */
                    status: 422;
                };
            };
        };
        /** @description The body is too large (too-large). Name a fixture, send fewer requests of a trace, or raise the limit of your server. */
        TooLarge: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/too-large";
                    /** @constant */
                    status: 413;
                };
            };
        };
        /**
         * @description The body is too large (too-large). Name a fixture, send fewer requests of a trace, or raise the limit of your server.
         *     Your uploads take all the room that they may (uploads-full). DELETE uploads that are no longer needed, or raise SHARDWRIGHT_UPLOAD_BYTES of your server.
         */
        TooLargeOrUploadsFull: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/too-large" | "/problems/uploads-full";
                    /** @constant */
                    status: 413;
                };
            };
        };
        /** @description Too many requests (too-many-requests). Try again after the seconds that Retry-After says; the RateLimit headers say what is left. */
        TooManyRequests: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/too-many-requests";
                    /** @constant */
                    status: 429;
                };
            };
        };
        /** @description A bearer token is needed (unauthorized). Send authorization: Bearer with a token that the operator of this server gave you. */
        Unauthorized: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/unauthorized";
                    /** @constant */
                    status: 401;
                };
            };
        };
        /**
         * @description The body is packed (unsupported-content-encoding). Send it as it is, without content-encoding.
         *     The body is of another type than is read here (unsupported-media-type). Send content-type: application/json (with curl: --json); traces also as application/x-ndjson or application/octet-stream.
         */
        UnsupportedContentEncodingOrUnsupportedMediaType: {
            headers: {
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {string} */
                    type: "/problems/unsupported-content-encoding" | "/problems/unsupported-media-type";
                    /** @constant */
                    status: 415;
                };
            };
        };
    };
    parameters: {
        /** @description `next` of the page before; the Link header has it too. */
        Cursor: string;
        /** @description As the answer of the POST says. */
        HashInPath: string;
        /** @description As the Location of the POST says. */
        IdInPath: string;
        /** @description A name for this request, 1 to 255 printable characters, best a random UUID. Sent again with the same body it answers the same job, in place of a second one: repeat a request whose answer was lost. With another body it is refused. Keys are forgotten with their jobs. */
        IdempotencyKey: string;
        /** @description ETags of what the client has: 304 without a body where it is still the same. */
        IfNoneMatch: string;
        /** @description The revision that was seen last: later states are sent. An EventSource sends it by itself. */
        LastEventID: string;
        /** @description Items of a page. */
        Limit: number;
        /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
        Prefer: string;
        /** @description Those of this status alone. */
        Status: components["schemas"]["JobStatus"];
    };
    requestBodies: never;
    headers: {
        /** @description Changes when what is answered does; send it back as If-None-Match. */
        ETag: string;
        /** @description `true` where an earlier request with the same key made the job. */
        IdempotencyReplayed: string;
        /** @description RFC 8288: `<...>; rel="next"`, the path of the next page. */
        Link: string;
        /** @description The job: GET it until its status is succeeded, failed or cancelled. */
        Location: string;
        /** @description `wait=N`, where the request preferred to wait. */
        PreferenceApplied: string;
        /**
         * @description Requests of this kind that a client may make in a minute.
         * @example 600
         */
        RateLimitLimit: string;
        /**
         * @description How many of them are left.
         * @example 599
         */
        RateLimitRemaining: string;
        /**
         * @description Seconds until all of them are there again.
         * @example 60
         */
        RateLimitReset: string;
        /**
         * @description Seconds to wait before the next try.
         * @example 30
         */
        RetryAfter: string;
        /**
         * @description RFC 6750: `invalid_token` where a token was sent.
         * @example Bearer realm="shardwright"
         */
        WWWAuthenticate: string;
        /**
         * @description Names this request in the log of the server. A request may bring its own.
         * @example 3f0e2d0c-95b2-4f5e-8f6c-0b7d2d1c9a41
         */
        XRequestId: string;
    };
    pathItems: never;
}
export type FrontierRequest = components['schemas']['FrontierRequest'];
export type UploadReference = components['schemas']['UploadReference'];
export type ProblemInput = components['schemas']['ProblemInput'];
export type ModelReference = components['schemas']['ModelReference'];
export type ModelFixtureName = components['schemas']['ModelFixtureName'];
export type Model = components['schemas']['Model'];
export type Net = components['schemas']['Net'];
export type Table = components['schemas']['Table'];
export type Dtype = components['schemas']['Dtype'];
export type Feature = components['schemas']['Feature'];
export type Pooling = components['schemas']['Pooling'];
export type Dense = components['schemas']['Dense'];
export type Interaction = components['schemas']['Interaction'];
export type DotInteraction = components['schemas']['DotInteraction'];
export type CatInteraction = components['schemas']['CatInteraction'];
export type TraceWorkload = components['schemas']['TraceWorkload'];
export type Trace = components['schemas']['Trace'];
export type TraceRequest = components['schemas']['TraceRequest'];
export type JaggedFeature = components['schemas']['JaggedFeature'];
export type Workload = components['schemas']['Workload'];
export type TableTraffic = components['schemas']['TableTraffic'];
export type Popularity = components['schemas']['Popularity'];
export type ZipfPopularity = components['schemas']['ZipfPopularity'];
export type EmpiricalPopularity = components['schemas']['EmpiricalPopularity'];
export type FeatureTraffic = components['schemas']['FeatureTraffic'];
export type FleetReference = components['schemas']['FleetReference'];
export type FleetFixtureName = components['schemas']['FleetFixtureName'];
export type Fleet = components['schemas']['Fleet'];
export type MainHost = components['schemas']['MainHost'];
export type Link = components['schemas']['Link'];
export type HostType = components['schemas']['HostType'];
export type ObjectiveName = components['schemas']['ObjectiveName'];
export type Epsilon = components['schemas']['Epsilon'];
export type Constraint = components['schemas']['Constraint'];
export type LoadCapacityConstraint = components['schemas']['LoadCapacityConstraint'];
export type PinConstraint = components['schemas']['PinConstraint'];
export type ForbidConstraint = components['schemas']['ForbidConstraint'];
export type TogetherConstraint = components['schemas']['TogetherConstraint'];
export type ApartConstraint = components['schemas']['ApartConstraint'];
export type MaxHostsConstraint = components['schemas']['MaxHostsConstraint'];
export type DrainedConstraint = components['schemas']['DrainedConstraint'];
export type MovementLimitConstraint = components['schemas']['MovementLimitConstraint'];
export type TableOptionsConstraint = components['schemas']['TableOptionsConstraint'];
export type OptionKind = components['schemas']['OptionKind'];
export type LoadMeasure = components['schemas']['LoadMeasure'];
export type Coefficients = components['schemas']['Coefficients'];
export type Placement = components['schemas']['Placement'];
export type Shard = components['schemas']['Shard'];
export type TableSlice = components['schemas']['TableSlice'];
export type WholeSlice = components['schemas']['WholeSlice'];
export type RowSlice = components['schemas']['RowSlice'];
export type ColumnSlice = components['schemas']['ColumnSlice'];
export type MeasureOptions = components['schemas']['MeasureOptions'];
export type TransportName = components['schemas']['TransportName'];
export type ShardThreads = components['schemas']['ShardThreads'];
export type EngineName = components['schemas']['EngineName'];
export type JobStatus = components['schemas']['JobStatus'];
export type PlanRequest = components['schemas']['PlanRequest'];
export type MethodName = components['schemas']['MethodName'];
export type StrategyName = components['schemas']['StrategyName'];
export type EvaluationRequest = components['schemas']['EvaluationRequest'];
export type ExplanationRequest = components['schemas']['ExplanationRequest'];
export type Plan = components['schemas']['Plan'];
export type Estimate = components['schemas']['Estimate'];
export type HostEstimate = components['schemas']['HostEstimate'];
export type Proof = components['schemas']['Proof'];
export type Certificate = components['schemas']['Certificate'];
export type BoundKind = components['schemas']['BoundKind'];
export type OptionSet = components['schemas']['OptionSet'];
export type DualFeasible = components['schemas']['DualFeasible'];
export type PackedResource = components['schemas']['PackedResource'];
export type PackingDuals = components['schemas']['PackingDuals'];
export type Multipliers = components['schemas']['Multipliers'];
export type Measurement = components['schemas']['Measurement'];
export type Percentile = components['schemas']['Percentile'];
export type LatencySummary = components['schemas']['LatencySummary'];
export type ConfidenceInterval = components['schemas']['ConfidenceInterval'];
export type ThreadedSingular = components['schemas']['ThreadedSingular'];
export type ShardMeasurement = components['schemas']['ShardMeasurement'];
export type Phases = components['schemas']['Phases'];
export type ForeignLoad = components['schemas']['ForeignLoad'];
export type Reconstruction = components['schemas']['Reconstruction'];
export type ReconstructedLatency = components['schemas']['ReconstructedLatency'];
export type EstimatedPercentile = components['schemas']['EstimatedPercentile'];
export type LatencyRatio = components['schemas']['LatencyRatio'];
export type OpenLoop = components['schemas']['OpenLoop'];
export type HostUtilisation = components['schemas']['HostUtilisation'];
export type Agreement = components['schemas']['Agreement'];
export type MeasurementEnvironment = components['schemas']['MeasurementEnvironment'];
export type Provenance = components['schemas']['Provenance'];
export type DriftRequest = components['schemas']['DriftRequest'];
export type BatchRequest = components['schemas']['BatchRequest'];
export type EstimateRequest = components['schemas']['EstimateRequest'];
export type ComparisonRequest = components['schemas']['ComparisonRequest'];
export type JobSide = components['schemas']['JobSide'];
export type PlanSide = components['schemas']['PlanSide'];
export type PlacementSide = components['schemas']['PlacementSide'];
export type ProblemSide = components['schemas']['ProblemSide'];
export type FrontierJob = components['schemas']['FrontierJob'];
export type JobProgress = components['schemas']['JobProgress'];
export type JobError = components['schemas']['JobError'];
export type FrontierResult = components['schemas']['FrontierResult'];
export type ModelSummary = components['schemas']['ModelSummary'];
export type FleetSummary = components['schemas']['FleetSummary'];
export type MeasurementReport = components['schemas']['MeasurementReport'];
export type FrontierAnswer = components['schemas']['FrontierAnswer'];
export type FrontierFound = components['schemas']['FrontierFound'];
export type Frontier = components['schemas']['Frontier'];
export type StrategyOutcome = components['schemas']['StrategyOutcome'];
export type FrontierInfeasible = components['schemas']['FrontierInfeasible'];
export type Infeasibility = components['schemas']['Infeasibility'];
export type MemoryShort = components['schemas']['MemoryShort'];
export type TableFitsNowhere = components['schemas']['TableFitsNowhere'];
export type HostOverfull = components['schemas']['HostOverfull'];
export type TooManyLargeTables = components['schemas']['TooManyLargeTables'];
export type NoLayout = components['schemas']['NoLayout'];
export type LoadCapacityShort = components['schemas']['LoadCapacityShort'];
export type CapBelowBound = components['schemas']['CapBelowBound'];
export type TogetherApartClash = components['schemas']['TogetherApartClash'];
export type TogetherFitsNowhere = components['schemas']['TogetherFitsNowhere'];
export type ApartShort = components['schemas']['ApartShort'];
export type SpreadShort = components['schemas']['SpreadShort'];
export type MovementShort = components['schemas']['MovementShort'];
export type Conflict = components['schemas']['Conflict'];
export type FrontierNotFound = components['schemas']['FrontierNotFound'];
export type ProblemDetails = components['schemas']['ProblemDetails'];
export type InputProblem = components['schemas']['InputProblem'];
export type JobPage = components['schemas']['JobPage'];
export type JobSummary = components['schemas']['JobSummary'];
export type JobKind = components['schemas']['JobKind'];
export type JobEvent = components['schemas']['JobEvent'];
export type PlanFigures = components['schemas']['PlanFigures'];
export type PlanJob = components['schemas']['PlanJob'];
export type PlanResult = components['schemas']['PlanResult'];
export type SolveAnswer = components['schemas']['SolveAnswer'];
export type OptimalAnswer = components['schemas']['OptimalAnswer'];
export type FeasibleAnswer = components['schemas']['FeasibleAnswer'];
export type InfeasibleAnswer = components['schemas']['InfeasibleAnswer'];
export type NoPlanFoundAnswer = components['schemas']['NoPlanFoundAnswer'];
export type EvaluationJob = components['schemas']['EvaluationJob'];
export type EvaluationResult = components['schemas']['EvaluationResult'];
export type Violation = components['schemas']['Violation'];
export type ExplanationJob = components['schemas']['ExplanationJob'];
export type ExplanationResult = components['schemas']['ExplanationResult'];
export type Explanation = components['schemas']['Explanation'];
export type HostShares = components['schemas']['HostShares'];
export type ShardCpu = components['schemas']['ShardCpu'];
export type BindingConstraint = components['schemas']['BindingConstraint'];
export type TableCost = components['schemas']['TableCost'];
export type BoundReason = components['schemas']['BoundReason'];
export type IndivisiblePart = components['schemas']['IndivisiblePart'];
export type ReSolve = components['schemas']['ReSolve'];
export type ReSolveFigures = components['schemas']['ReSolveFigures'];
export type DriftJob = components['schemas']['DriftJob'];
export type DriftResult = components['schemas']['DriftResult'];
export type DriftReport = components['schemas']['DriftReport'];
export type TableDrift = components['schemas']['TableDrift'];
export type HostDrift = components['schemas']['HostDrift'];
export type Batch = components['schemas']['Batch'];
export type BatchPage = components['schemas']['BatchPage'];
export type BatchSummary = components['schemas']['BatchSummary'];
export type EstimateResult = components['schemas']['EstimateResult'];
export type ComparisonResult = components['schemas']['ComparisonResult'];
export type PlanComparison = components['schemas']['PlanComparison'];
export type ProblemComparison = components['schemas']['ProblemComparison'];
export type ProblemDifference = components['schemas']['ProblemDifference'];
export type ComparedPlacement = components['schemas']['ComparedPlacement'];
export type Movement = components['schemas']['Movement'];
export type TableMove = components['schemas']['TableMove'];
export type HostChange = components['schemas']['HostChange'];
export type ObjectiveDifference = components['schemas']['ObjectiveDifference'];
export type Dominance = components['schemas']['Dominance'];
export type ProofComparison = components['schemas']['ProofComparison'];
export type MeasuredComparison = components['schemas']['MeasuredComparison'];
export type MeasuredDifference = components['schemas']['MeasuredDifference'];
export type FrontierComparison = components['schemas']['FrontierComparison'];
export type FrontierPlanFate = components['schemas']['FrontierPlanFate'];
export type ProblemsCompared = components['schemas']['ProblemsCompared'];
export type ModelUpload = components['schemas']['ModelUpload'];
export type ModelUploadPage = components['schemas']['ModelUploadPage'];
export type WorkloadUpload = components['schemas']['WorkloadUpload'];
export type WorkloadSummary = components['schemas']['WorkloadSummary'];
export type WorkloadUploadPage = components['schemas']['WorkloadUploadPage'];
export type TraceUpload = components['schemas']['TraceUpload'];
export type TraceSummary = components['schemas']['TraceSummary'];
export type TraceUploadPage = components['schemas']['TraceUploadPage'];
export type FleetUpload = components['schemas']['FleetUpload'];
export type FleetUploadPage = components['schemas']['FleetUploadPage'];
export type ProblemUpload = components['schemas']['ProblemUpload'];
export type ProblemSummary = components['schemas']['ProblemSummary'];
export type ProblemUploadPage = components['schemas']['ProblemUploadPage'];
export type FixtureList = components['schemas']['FixtureList'];
export type ModelFixtureSummary = components['schemas']['ModelFixtureSummary'];
export type FleetFixtureSummary = components['schemas']['FleetFixtureSummary'];
export type ModelFixture = components['schemas']['ModelFixture'];
export type FleetFixture = components['schemas']['FleetFixture'];
export type ProblemPage = components['schemas']['ProblemPage'];
export type Alive = components['schemas']['Alive'];
export type Index = components['schemas']['Index'];
export type PlanOutput = components['schemas']['PlanOutput'];
export type PlacementOutput = components['schemas']['PlacementOutput'];
export type ShardOutput = components['schemas']['ShardOutput'];
export type TableSliceOutput = components['schemas']['TableSliceOutput'];
export type WholeSliceOutput = components['schemas']['WholeSliceOutput'];
export type RowSliceOutput = components['schemas']['RowSliceOutput'];
export type ColumnSliceOutput = components['schemas']['ColumnSliceOutput'];
export type EpsilonOutput = components['schemas']['EpsilonOutput'];
export type EstimateOutput = components['schemas']['EstimateOutput'];
export type HostEstimateOutput = components['schemas']['HostEstimateOutput'];
export type ProofOutput = components['schemas']['ProofOutput'];
export type CertificateOutput = components['schemas']['CertificateOutput'];
export type OptionSetOutput = components['schemas']['OptionSetOutput'];
export type DualFeasibleOutput = components['schemas']['DualFeasibleOutput'];
export type PackingDualsOutput = components['schemas']['PackingDualsOutput'];
export type MultipliersOutput = components['schemas']['MultipliersOutput'];
export type MeasurementOutput = components['schemas']['MeasurementOutput'];
export type PercentileOutput = components['schemas']['PercentileOutput'];
export type LatencySummaryOutput = components['schemas']['LatencySummaryOutput'];
export type ConfidenceIntervalOutput = components['schemas']['ConfidenceIntervalOutput'];
export type ThreadedSingularOutput = components['schemas']['ThreadedSingularOutput'];
export type ShardMeasurementOutput = components['schemas']['ShardMeasurementOutput'];
export type PhasesOutput = components['schemas']['PhasesOutput'];
export type ForeignLoadOutput = components['schemas']['ForeignLoadOutput'];
export type ReconstructionOutput = components['schemas']['ReconstructionOutput'];
export type ReconstructedLatencyOutput = components['schemas']['ReconstructedLatencyOutput'];
export type EstimatedPercentileOutput = components['schemas']['EstimatedPercentileOutput'];
export type LatencyRatioOutput = components['schemas']['LatencyRatioOutput'];
export type OpenLoopOutput = components['schemas']['OpenLoopOutput'];
export type HostUtilisationOutput = components['schemas']['HostUtilisationOutput'];
export type AgreementOutput = components['schemas']['AgreementOutput'];
export type MeasurementEnvironmentOutput = components['schemas']['MeasurementEnvironmentOutput'];
export type ProvenanceOutput = components['schemas']['ProvenanceOutput'];
export type TableTrafficOutput = components['schemas']['TableTrafficOutput'];
export type PopularityOutput = components['schemas']['PopularityOutput'];
export type ZipfPopularityOutput = components['schemas']['ZipfPopularityOutput'];
export type EmpiricalPopularityOutput = components['schemas']['EmpiricalPopularityOutput'];
export type FeatureTrafficOutput = components['schemas']['FeatureTrafficOutput'];
export type WorkloadOutput = components['schemas']['WorkloadOutput'];
export type ModelOutput = components['schemas']['ModelOutput'];
export type NetOutput = components['schemas']['NetOutput'];
export type TableOutput = components['schemas']['TableOutput'];
export type FeatureOutput = components['schemas']['FeatureOutput'];
export type DenseOutput = components['schemas']['DenseOutput'];
export type InteractionOutput = components['schemas']['InteractionOutput'];
export type DotInteractionOutput = components['schemas']['DotInteractionOutput'];
export type CatInteractionOutput = components['schemas']['CatInteractionOutput'];
export type TraceOutput = components['schemas']['TraceOutput'];
export type TraceRequestOutput = components['schemas']['TraceRequestOutput'];
export type JaggedFeatureOutput = components['schemas']['JaggedFeatureOutput'];
export type FleetOutput = components['schemas']['FleetOutput'];
export type MainHostOutput = components['schemas']['MainHostOutput'];
export type LinkOutput = components['schemas']['LinkOutput'];
export type HostTypeOutput = components['schemas']['HostTypeOutput'];
export type ProblemInputOutput = components['schemas']['ProblemInputOutput'];
export type ModelReferenceOutput = components['schemas']['ModelReferenceOutput'];
export type UploadReferenceOutput = components['schemas']['UploadReferenceOutput'];
export type TraceWorkloadOutput = components['schemas']['TraceWorkloadOutput'];
export type FleetReferenceOutput = components['schemas']['FleetReferenceOutput'];
export type ConstraintOutput = components['schemas']['ConstraintOutput'];
export type LoadCapacityConstraintOutput = components['schemas']['LoadCapacityConstraintOutput'];
export type PinConstraintOutput = components['schemas']['PinConstraintOutput'];
export type ForbidConstraintOutput = components['schemas']['ForbidConstraintOutput'];
export type TogetherConstraintOutput = components['schemas']['TogetherConstraintOutput'];
export type ApartConstraintOutput = components['schemas']['ApartConstraintOutput'];
export type MaxHostsConstraintOutput = components['schemas']['MaxHostsConstraintOutput'];
export type DrainedConstraintOutput = components['schemas']['DrainedConstraintOutput'];
export type MovementLimitConstraintOutput = components['schemas']['MovementLimitConstraintOutput'];
export type TableOptionsConstraintOutput = components['schemas']['TableOptionsConstraintOutput'];
export type CoefficientsOutput = components['schemas']['CoefficientsOutput'];
export type ResponseInternal = components['responses']['Internal'];
export type ResponseInvalidInputOrMalformedHttp = components['responses']['InvalidInputOrMalformedHttp'];
export type ResponseKeyReusedOrOverLimitOrTooHeavy = components['responses']['KeyReusedOrOverLimitOrTooHeavy'];
export type ResponseMalformedHttp = components['responses']['MalformedHttp'];
export type ResponseMalformedJsonOrInvalidInputOrMalformedHttp = components['responses']['MalformedJsonOrInvalidInputOrMalformedHttp'];
export type ResponseMisdirected = components['responses']['Misdirected'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseNotReady = components['responses']['NotReady'];
export type ResponseNotReadyOrOverloaded = components['responses']['NotReadyOrOverloaded'];
export type ResponseNotReadyOrOverloadedOrQueueFull = components['responses']['NotReadyOrOverloadedOrQueueFull'];
export type ResponseOverLimitOrTooHeavy = components['responses']['OverLimitOrTooHeavy'];
export type ResponseTooLarge = components['responses']['TooLarge'];
export type ResponseTooLargeOrUploadsFull = components['responses']['TooLargeOrUploadsFull'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseUnsupportedContentEncodingOrUnsupportedMediaType = components['responses']['UnsupportedContentEncodingOrUnsupportedMediaType'];
export type ParameterCursor = components['parameters']['Cursor'];
export type ParameterHashInPath = components['parameters']['HashInPath'];
export type ParameterIdInPath = components['parameters']['IdInPath'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type ParameterIfNoneMatch = components['parameters']['IfNoneMatch'];
export type ParameterLastEventId = components['parameters']['LastEventID'];
export type ParameterLimit = components['parameters']['Limit'];
export type ParameterPrefer = components['parameters']['Prefer'];
export type ParameterStatus = components['parameters']['Status'];
export type HeaderETag = components['headers']['ETag'];
export type HeaderIdempotencyReplayed = components['headers']['IdempotencyReplayed'];
export type HeaderLink = components['headers']['Link'];
export type HeaderLocation = components['headers']['Location'];
export type HeaderPreferenceApplied = components['headers']['PreferenceApplied'];
export type HeaderRateLimitLimit = components['headers']['RateLimitLimit'];
export type HeaderRateLimitRemaining = components['headers']['RateLimitRemaining'];
export type HeaderRateLimitReset = components['headers']['RateLimitReset'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type HeaderWwwAuthenticate = components['headers']['WWWAuthenticate'];
export type HeaderXRequestId = components['headers']['XRequestId'];
export type $defs = Record<string, never>;
export interface operations {
    listFrontiers: {
        parameters: {
            query?: {
                /** @description Those of this status alone. */
                status?: components["parameters"]["Status"];
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    createFrontier: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description A name for this request, 1 to 255 printable characters, best a random UUID. Sent again with the same body it answers the same job, in place of a second one: repeat a request whose answer was lost. With another body it is refused. Keys are forgotten with their jobs. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FrontierRequest"];
            };
        };
        responses: {
            /** @description The job has ended within the time that the request preferred to wait. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrontierJob"];
                };
            };
            /** @description Accepted: the job, which Location names. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrontierJob"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["KeyReusedOrOverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloadedOrQueueFull"];
        };
    };
    getFrontier: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    /** @description Seconds; left out once the job has ended. */
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrontierJob"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    cancelFrontier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, cancelled or about to be. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrontierJob"];
                };
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    streamFrontierEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The revision that was seen last: later states are sent. An EventSource sends it by itself. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as they come. The schema is that of the `data` of each. */
            200: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["JobEvent"];
                };
            };
            /** @description Nothing will follow: Last-Event-ID names the state in which the job ended. */
            204: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listPlans: {
        parameters: {
            query?: {
                /** @description Those of this status alone. */
                status?: components["parameters"]["Status"];
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    createPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description A name for this request, 1 to 255 printable characters, best a random UUID. Sent again with the same body it answers the same job, in place of a second one: repeat a request whose answer was lost. With another body it is refused. Keys are forgotten with their jobs. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanRequest"];
            };
        };
        responses: {
            /** @description The job has ended within the time that the request preferred to wait. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanJob"];
                };
            };
            /** @description Accepted: the job, which Location names. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanJob"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["KeyReusedOrOverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloadedOrQueueFull"];
        };
    };
    getPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    /** @description Seconds; left out once the job has ended. */
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanJob"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    cancelPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, cancelled or about to be. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanJob"];
                };
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    streamPlanEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The revision that was seen last: later states are sent. An EventSource sends it by itself. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as they come. The schema is that of the `data` of each. */
            200: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["JobEvent"];
                };
            };
            /** @description Nothing will follow: Last-Event-ID names the state in which the job ended. */
            204: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listEvaluations: {
        parameters: {
            query?: {
                /** @description Those of this status alone. */
                status?: components["parameters"]["Status"];
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    createEvaluation: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description A name for this request, 1 to 255 printable characters, best a random UUID. Sent again with the same body it answers the same job, in place of a second one: repeat a request whose answer was lost. With another body it is refused. Keys are forgotten with their jobs. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationRequest"];
            };
        };
        responses: {
            /** @description The job has ended within the time that the request preferred to wait. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationJob"];
                };
            };
            /** @description Accepted: the job, which Location names. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationJob"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["KeyReusedOrOverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloadedOrQueueFull"];
        };
    };
    getEvaluation: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    /** @description Seconds; left out once the job has ended. */
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationJob"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    cancelEvaluation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, cancelled or about to be. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationJob"];
                };
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    streamEvaluationEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The revision that was seen last: later states are sent. An EventSource sends it by itself. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as they come. The schema is that of the `data` of each. */
            200: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["JobEvent"];
                };
            };
            /** @description Nothing will follow: Last-Event-ID names the state in which the job ended. */
            204: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listExplanations: {
        parameters: {
            query?: {
                /** @description Those of this status alone. */
                status?: components["parameters"]["Status"];
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    createExplanation: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description A name for this request, 1 to 255 printable characters, best a random UUID. Sent again with the same body it answers the same job, in place of a second one: repeat a request whose answer was lost. With another body it is refused. Keys are forgotten with their jobs. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplanationRequest"];
            };
        };
        responses: {
            /** @description The job has ended within the time that the request preferred to wait. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationJob"];
                };
            };
            /** @description Accepted: the job, which Location names. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationJob"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["KeyReusedOrOverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloadedOrQueueFull"];
        };
    };
    getExplanation: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    /** @description Seconds; left out once the job has ended. */
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationJob"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    cancelExplanation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, cancelled or about to be. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationJob"];
                };
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    streamExplanationEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The revision that was seen last: later states are sent. An EventSource sends it by itself. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as they come. The schema is that of the `data` of each. */
            200: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["JobEvent"];
                };
            };
            /** @description Nothing will follow: Last-Event-ID names the state in which the job ended. */
            204: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listDrifts: {
        parameters: {
            query?: {
                /** @description Those of this status alone. */
                status?: components["parameters"]["Status"];
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    createDrift: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description A name for this request, 1 to 255 printable characters, best a random UUID. Sent again with the same body it answers the same job, in place of a second one: repeat a request whose answer was lost. With another body it is refused. Keys are forgotten with their jobs. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DriftRequest"];
            };
        };
        responses: {
            /** @description The job has ended within the time that the request preferred to wait. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftJob"];
                };
            };
            /** @description Accepted: the job, which Location names. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftJob"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["KeyReusedOrOverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloadedOrQueueFull"];
        };
    };
    getDrift: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    /** @description Seconds; left out once the job has ended. */
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftJob"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    cancelDrift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, cancelled or about to be. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftJob"];
                };
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    streamDriftEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The revision that was seen last: later states are sent. An EventSource sends it by itself. */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, as they come. The schema is that of the `data` of each. */
            200: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["JobEvent"];
                };
            };
            /** @description Nothing will follow: Last-Event-ID names the state in which the job ended. */
            204: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listBatches: {
        parameters: {
            query?: {
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    createBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description A name for this request, 1 to 255 printable characters, best a random UUID. Sent again with the same body it answers the same job, in place of a second one: repeat a request whose answer was lost. With another body it is refused. Keys are forgotten with their jobs. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchRequest"];
            };
        };
        responses: {
            /** @description All jobs have ended within the time that the request preferred to wait. */
            200: {
                headers: {
                    /** @description The batch: GET it until its status is ended. */
                    Location: string;
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    /** @description `true` where an earlier request with the same key made the batch. */
                    "Idempotency-Replayed"?: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description Accepted: the batch, which Location names. */
            202: {
                headers: {
                    /** @description The batch: GET it until its status is ended. */
                    Location: string;
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    /** @description `true` where an earlier request with the same key made the batch. */
                    "Idempotency-Replayed"?: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["KeyReusedOrOverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloadedOrQueueFull"];
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=10` waits up to ten seconds, or up to the most that this server allows, for the end of the job. Preference-Applied says how long it may have been. */
                Prefer?: components["parameters"]["Prefer"];
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Retry-After"?: string;
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    cancelBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the Location of the POST says. */
                id: components["parameters"]["IdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch, whose jobs are cancelled or about to be. */
            202: {
                headers: {
                    /** @description The batch: GET it until its status is ended. */
                    Location: string;
                    "Retry-After"?: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    createEstimate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EstimateRequest"];
            };
        };
        responses: {
            /** @description The judgement. */
            200: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstimateResult"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["OverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloaded"];
        };
    };
    createComparison: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComparisonRequest"];
            };
        };
        responses: {
            /** @description The differences. */
            200: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonResult"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["OverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloaded"];
        };
    };
    listModels: {
        parameters: {
            query?: {
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelUploadPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    uploadModel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Model"];
            };
        };
        responses: {
            /** @description It was there already. */
            200: {
                headers: {
                    /** @description The content, for ever: its path ends with its hash. */
                    Location: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelUpload"];
                };
            };
            /** @description It is kept from now on. */
            201: {
                headers: {
                    /** @description The content, for ever: its path ends with its hash. */
                    Location: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelUpload"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLargeOrUploadsFull"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["OverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloaded"];
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the answer of the POST says. */
                hash: components["parameters"]["HashInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelOutput"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    deleteModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer of the POST says. */
                hash: components["parameters"]["HashInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listWorkloads: {
        parameters: {
            query?: {
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkloadUploadPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    uploadWorkload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Workload"];
            };
        };
        responses: {
            /** @description It was there already. */
            200: {
                headers: {
                    /** @description The content, for ever: its path ends with its hash. */
                    Location: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkloadUpload"];
                };
            };
            /** @description It is kept from now on. */
            201: {
                headers: {
                    /** @description The content, for ever: its path ends with its hash. */
                    Location: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkloadUpload"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLargeOrUploadsFull"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["OverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloaded"];
        };
    };
    getWorkload: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the answer of the POST says. */
                hash: components["parameters"]["HashInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkloadOutput"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    deleteWorkload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer of the POST says. */
                hash: components["parameters"]["HashInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listTraces: {
        parameters: {
            query?: {
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceUploadPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    uploadTrace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Trace"];
                "application/x-ndjson": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description It was there already. */
            200: {
                headers: {
                    /** @description The content, for ever: its path ends with its hash. */
                    Location: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceUpload"];
                };
            };
            /** @description It is kept from now on. */
            201: {
                headers: {
                    /** @description The content, for ever: its path ends with its hash. */
                    Location: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceUpload"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLargeOrUploadsFull"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["OverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloaded"];
        };
    };
    getTrace: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the answer of the POST says. */
                hash: components["parameters"]["HashInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceOutput"];
                    "application/x-ndjson": string;
                    "application/octet-stream": string;
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    deleteTrace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer of the POST says. */
                hash: components["parameters"]["HashInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listFleets: {
        parameters: {
            query?: {
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetUploadPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    uploadFleet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Fleet"];
            };
        };
        responses: {
            /** @description It was there already. */
            200: {
                headers: {
                    /** @description The content, for ever: its path ends with its hash. */
                    Location: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetUpload"];
                };
            };
            /** @description It is kept from now on. */
            201: {
                headers: {
                    /** @description The content, for ever: its path ends with its hash. */
                    Location: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetUpload"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLargeOrUploadsFull"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["OverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloaded"];
        };
    };
    getFleet: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the answer of the POST says. */
                hash: components["parameters"]["HashInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetOutput"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    deleteFleet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer of the POST says. */
                hash: components["parameters"]["HashInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listProblems: {
        parameters: {
            query?: {
                /** @description Items of a page. */
                limit?: components["parameters"]["Limit"];
                /** @description `next` of the page before; the Link header has it too. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first. What is added meanwhile moves nothing on the pages that follow. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemUploadPage"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    uploadProblem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProblemInput"];
            };
        };
        responses: {
            /** @description It was there already. */
            200: {
                headers: {
                    /** @description The content, for ever: its path ends with its hash. */
                    Location: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemUpload"];
                };
            };
            /** @description It is kept from now on. */
            201: {
                headers: {
                    /** @description The content, for ever: its path ends with its hash. */
                    Location: string;
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemUpload"];
                };
            };
            400: components["responses"]["MalformedJsonOrInvalidInputOrMalformedHttp"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLargeOrUploadsFull"];
            415: components["responses"]["UnsupportedContentEncodingOrUnsupportedMediaType"];
            421: components["responses"]["Misdirected"];
            422: components["responses"]["OverLimitOrTooHeavy"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReadyOrOverloaded"];
        };
    };
    getProblem: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description As the answer of the POST says. */
                hash: components["parameters"]["HashInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemInputOutput"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    deleteProblem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer of the POST says. */
                hash: components["parameters"]["HashInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listFixtures: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line each. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FixtureList"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    getModelFixture: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description A model that ships with Shardwright; GET /v1/fixtures lists them. */
                name: components["schemas"]["ModelFixtureName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fixture. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelFixture"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    getFleetFixture: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description A fleet that ships with Shardwright; GET /v1/fixtures lists them. */
                name: components["schemas"]["FleetFixtureName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fixture. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetFixture"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    listProblemTypes: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All types. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        problems: components["schemas"]["ProblemPage"][];
                    };
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    getProblemType: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The last part of the type. */
                type: "malformed-json" | "invalid-input" | "malformed-http" | "unauthorized" | "not-found" | "method-not-allowed" | "request-timeout" | "too-large" | "unsupported-content-encoding" | "uploads-full" | "unsupported-media-type" | "misdirected" | "key-reused" | "over-limit" | "too-heavy" | "too-many-requests" | "headers-too-large" | "internal" | "not-ready" | "overloaded" | "queue-full";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it means and how to mend it. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemPage"];
                    "text/html": string;
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They can. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its text format. */
            200: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["MalformedHttp"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    getIndex: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Links. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Index"];
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    getOpenApiYaml: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
    getOpenApiJson: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of what the client has: 304 without a body where it is still the same. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What the client has is still the same. */
            304: {
                headers: {
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedHttp"];
            421: components["responses"]["Misdirected"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["NotReady"];
        };
    };
}
