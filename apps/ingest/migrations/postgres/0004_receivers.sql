CREATE TABLE "receivers" (
	"instance" smallint PRIMARY KEY NOT NULL,
	"run" text NOT NULL,
	"stored_through" numeric(20, 0) NOT NULL,
	"is_looking" boolean NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
