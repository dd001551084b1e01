{{- /* Names, labels and what is checked before anything is rendered. */ -}}

{{- define "millrace.fullname" -}}
{{- $name := .Values.fullnameOverride -}}
{{- if not $name -}}
{{- $chart := default .Chart.Name .Values.nameOverride -}}
{{- $name = ternary .Release.Name (printf "%s-%s" .Release.Name $chart) (contains $chart .Release.Name) -}}
{{- end -}}
{{- if gt (len $name) 23 -}}
{{- fail (printf "the name %q has %d characters, but Flink's clusters may have 45 in all and the longest job needs 22: set fullnameOverride to at most 23" $name (len $name)) -}}
{{- end -}}
{{- $name -}}
{{- end -}}

{{- define "millrace.selector" -}}
app.kubernetes.io/name: millrace
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "millrace.labels" -}}
{{ include "millrace.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "millrace.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (printf "%s-flink" (include "millrace.fullname" .)) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- /* dict root, gpu */ -}}
{{- define "millrace.image" -}}
{{- $image := .root.Values.image -}}
{{- $tag := default .root.Chart.AppVersion $image.tag -}}
{{- if .gpu -}}{{- $tag = default (printf "%s-gpu" $tag) $image.gpuTag -}}{{- end -}}
{{- printf "%s:%s" $image.repository $tag -}}
{{- end -}}

{{- define "millrace.podSecurity" -}}
runAsNonRoot: true
runAsUser: 9999
runAsGroup: 9999
fsGroup: 9999
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "millrace.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
{{- end -}}

{{- /* A job with what it does not say taken from jobDefaults, as JSON: dict root, name */ -}}
{{- define "millrace.job" -}}
{{- mergeOverwrite (deepCopy .root.Values.jobDefaults) (deepCopy (index .root.Values.jobs .name)) | toJson -}}
{{- end -}}

{{- /* What a job's consumer group and transactional ids are called where its values say nothing: dict root, name */ -}}
{{- define "millrace.identity" -}}
{{- printf "%s-%s" (include "millrace.fullname" .root) .name -}}
{{- end -}}

{{- /* The folder of a job in the object store: dict root, name */ -}}
{{- define "millrace.jobFolder" -}}
{{- printf "%s/%s/%s" (trimSuffix "/" .root.Values.storage.uri) (include "millrace.fullname" .root) .name -}}
{{- end -}}

{{- define "millrace.modelStore" -}}
{{- if .Values.modelStore.uri -}}
{{- trimSuffix "/" .Values.modelStore.uri -}}
{{- else if .Values.modelStore.volume.enabled -}}
{{- printf "file://%s" .Values.modelStore.volume.mountPath -}}
{{- else -}}
{{- printf "%s/%s/models" (trimSuffix "/" .Values.storage.uri) (include "millrace.fullname" .) -}}
{{- end -}}
{{- end -}}

{{- define "millrace.modelClaim" -}}
{{- default (printf "%s-models" (include "millrace.fullname" .)) .Values.modelStore.volume.existingClaim -}}
{{- end -}}

{{- /* What the schema cannot say of values that depend on each other. */ -}}
{{- define "millrace.check" -}}
{{- $security := .Values.kafka.security -}}
{{- if and (hasPrefix "SASL_" $security.protocol) (not $security.jaas.secretName) -}}
{{- fail (printf "kafka.security.jaas.secretName is empty, but kafka.security.protocol is %s: name the secret with sasl.jaas.config" $security.protocol) -}}
{{- end -}}
{{- if and (not (hasPrefix "SASL_" $security.protocol)) $security.jaas.secretName -}}
{{- fail (printf "kafka.security.jaas.secretName is %q, but kafka.security.protocol is %s: set the protocol to SASL_SSL" $security.jaas.secretName $security.protocol) -}}
{{- end -}}
{{- if and (not (hasSuffix "SSL" $security.protocol)) (or $security.ca.secretName $security.client.secretName) -}}
{{- fail (printf "kafka.security.ca or kafka.security.client names a secret, but kafka.security.protocol is %s: set the protocol to SSL or SASL_SSL" $security.protocol) -}}
{{- end -}}
{{- range $name, $given := .Values.jobs -}}
{{- if $given.enabled -}}
{{- include "millrace.checkJob" (dict "root" $ "name" $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* dict root, name */ -}}
{{- define "millrace.checkJob" -}}
{{- if not .root.Values.kafka.bootstrapServers -}}
{{- fail (printf "kafka.bootstrapServers is empty, but jobs.%s.enabled is true: set it to host:port of the brokers" .name) -}}
{{- end -}}
{{- if not .root.Values.storage.uri -}}
{{- fail (printf "storage.uri is empty, but jobs.%s.enabled is true: set it to a folder that every pod can write, such as s3://bucket/millrace" .name) -}}
{{- end -}}
{{- $job := include "millrace.job" . | fromJson -}}
{{- $at := printf "jobs.%s" .name -}}
{{- if gt (int $job.parallelism) (int $job.maxParallelism) -}}
{{- fail (printf "%s.parallelism is %v, more than its maxParallelism of %v: lower it, or raise the other where no state is to be kept" $at $job.parallelism $job.maxParallelism) -}}
{{- end -}}
{{- range $path := list "job.name" "job.parallelism" "job.max-parallelism" "kafka.bootstrap-servers" "checkpoint.dir" -}}
{{- $parts := splitList "." $path -}}
{{- if hasKey (default dict (index $job.millrace (first $parts))) (last $parts) -}}
{{- $remedy := get (dict "job.name" "leave it out, the job's own name holds" "job.parallelism" "set parallelism beside it" "job.max-parallelism" "set maxParallelism beside it" "kafka.bootstrap-servers" "set kafka.bootstrapServers" "checkpoint.dir" "set storage.uri") $path -}}
{{- fail (printf "%s.millrace.%s is set, but the chart sets it itself: %s" $at $path $remedy) -}}
{{- end -}}
{{- end -}}
{{- range $key, $_ := dig "kafka" "properties" dict $job.millrace -}}
{{- if regexMatch "^(security|sasl|ssl|config)\\." $key -}}
{{- fail (printf "%s.millrace.kafka.properties.%s is set, but credentials do not belong into a config map: use kafka.security and its secrets" $at $key) -}}
{{- end -}}
{{- end -}}
{{- if and $job.gpu.enabled (eq (dig "model" "compute" "auto" $job.millrace) "plain") -}}
{{- fail (printf "%s.gpu.enabled is true, but %s.millrace.model.compute is plain, which never uses one: set it to auto or djl" $at $at) -}}
{{- end -}}
{{- end -}}
