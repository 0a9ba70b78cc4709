CREATE TABLE "project_limits" (
	"project_id" text PRIMARY KEY NOT NULL,
	"records_per_second" bigint,
	"bytes_per_second" bigint,
	"burst_seconds" integer NOT NULL,
	"records_per_day" bigint,
	"bytes_per_day" bigint,
	"updated_by" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "project_usage" (
	"project_id" text NOT NULL,
	"day" date NOT NULL,
	"signal" text NOT NULL,
	"records" bigint NOT NULL,
	"bytes" bigint NOT NULL,
	"refused_requests" bigint NOT NULL,
	CONSTRAINT "project_usage_project_id_day_signal_pk" PRIMARY KEY("project_id","day","signal")
);
--> statement-breakpoint
ALTER TABLE "project_limits" ADD CONSTRAINT "project_limits_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_limits" ADD CONSTRAINT "project_limits_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_usage" ADD CONSTRAINT "project_usage_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;