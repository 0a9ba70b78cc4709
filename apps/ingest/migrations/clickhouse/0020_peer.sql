-- What a span calls that sends no spans itself, for the service map: the kind of thing and its name, such as `database postgresql shop`.
-- Read from a map, it would cost a map of the whole sample; as a column of few values it costs next to nothing. Spans of
-- before this release find it in their maps, when they are read.
ALTER TABLE spans ADD COLUMN IF NOT EXISTS peer LowCardinality(String) MATERIALIZED multiIf(
  gen_ai_is_inference AND gen_ai_provider_name != '', concat('model ', gen_ai_provider_name),
  kind NOT IN (3, 4, 5), '',
  attributes_string['db.system.name'] != '' OR attributes_string['db.system'] != '', concat(
    'database ',
    if(attributes_string['db.system.name'] != '', attributes_string['db.system.name'], attributes_string['db.system']), ' ',
    if(attributes_string['db.namespace'] != '', attributes_string['db.namespace'], attributes_string['db.name'])),
  attributes_string['messaging.system'] != '', concat(
    'messaging ', attributes_string['messaging.system'], ' ', attributes_string['messaging.destination.name']),
  kind IN (3, 4) AND attributes_string['peer.service'] != '', concat('external ', attributes_string['peer.service']),
  kind IN (3, 4) AND server_address != '', concat('external ', server_address),
  '') CODEC(ZSTD(1)) AFTER server_address;
