{{- /* What a job and its Flink cluster are told: dict root, name */ -}}

{{- /* The job's own file, as docs/configuration.md describes it. */ -}}
{{- define "millrace.jobFile" -}}
{{- $job := include "millrace.job" . | fromJson -}}
{{- $identity := include "millrace.identity" . -}}
{{- $kafka := dict "bootstrap-servers" .root.Values.kafka.bootstrapServers "group-id" $identity "transactional-id-prefix" $identity "properties" (include "millrace.kafka.properties" .root | fromJson) -}}
{{- $chart := dict -}}
{{- $_ := set $chart "kafka" $kafka -}}
{{- $_ := set $chart "job" (dict "name" .name "parallelism" (int $job.parallelism) "max-parallelism" (int $job.maxParallelism)) -}}
{{- $_ := set $chart "checkpoint" (dict "dir" (printf "%s/checkpoints" (include "millrace.jobFolder" .))) -}}
{{- if eq .name "parameter-aggregation" -}}
{{- $_ := set $chart "aggregation" (dict "store" (include "millrace.modelStore" .root)) -}}
{{- end -}}
{{- toYaml (dict "millrace" (mergeOverwrite $chart $job.millrace)) -}}
{{- end -}}

{{- /* Flink's options as JSON. Those that the job's program sets itself would not count here and are refused. */ -}}
{{- define "millrace.flinkConfiguration" -}}
{{- $job := include "millrace.job" . | fromJson -}}
{{- $folder := include "millrace.jobFolder" . -}}
{{- $values := .root.Values -}}
{{- $own := dict
  "taskmanager.numberOfTaskSlots" (int $job.taskManager.slots)
  "taskmanager.memory.task.off-heap.size" $job.taskManager.offHeapMemory
  "taskmanager.memory.managed.fraction" $job.taskManager.managedFraction
  "high-availability.type" "kubernetes"
  "high-availability.storageDir" (printf "%s/ha" $folder)
  "execution.checkpointing.dir" (printf "%s/checkpoints" $folder)
  "execution.checkpointing.savepoint-dir" (printf "%s/checkpoints/savepoints" $folder)
  "execution.checkpointing.externalized-checkpoint-retention" "RETAIN_ON_CANCELLATION"
  "io.tmp.dirs" "/opt/millrace/local/tmp"
  "kubernetes.jobmanager.cpu.limit-factor" $job.jobManager.cpuLimitFactor
  "kubernetes.taskmanager.cpu.limit-factor" $job.taskManager.cpuLimitFactor
  "kubernetes.operator.savepoint.history.max.count" (int $job.savepointsKept)
-}}
{{- $defaults := dict
  "env.java.opts.all" "--add-modules=jdk.incubator.vector -Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.millrace.schemas -Dai.djl.offline=true -Dai.djl.pytorch.num_threads=1 -Dai.djl.pytorch.num_interop_threads=1"
  "env.java.opts.taskmanager" "-XX:+UseTransparentHugePages"
  "classloader.parent-first-patterns.additional" "ai.djl."
  "execution.checkpointing.num-retained" 3
  "web.submit.enable" false
  "web.cancel.enable" false
-}}
{{- with $job.savepointInterval -}}
{{- $_ := set $own "kubernetes.operator.periodic.savepoint.interval" . -}}
{{- end -}}
{{- if $values.monitoring.prometheus.enabled -}}
{{- $_ := set $own "metrics.reporters" "prom" -}}
{{- $_ := set $own "metrics.reporter.prom.factory.class" "org.apache.flink.metrics.prometheus.PrometheusReporterFactory" -}}
{{- $_ := set $own "metrics.reporter.prom.port" (int $values.monitoring.prometheus.port) -}}
{{- end -}}
{{- with $values.storage.s3.endpoint -}}{{- $_ := set $own "s3.endpoint" . -}}{{- end -}}
{{- with $values.storage.s3.region -}}{{- $_ := set $own "s3.endpoint.region" . -}}{{- end -}}
{{- if $values.storage.s3.pathStyleAccess -}}{{- $_ := set $own "s3.path.style.access" true -}}{{- end -}}
{{- if $job.gpu.enabled -}}
{{- $_ := set $own "external-resources" "gpu" -}}
{{- $_ := set $own "external-resource.gpu.amount" (int $job.gpu.count) -}}
{{- $_ := set $own "external-resource.gpu.driver-factory.class" "org.apache.flink.externalresource.gpu.GPUDriverFactory" -}}
{{- $_ := set $own "external-resource.gpu.kubernetes.config-key" $job.gpu.resourceName -}}
{{- end -}}
{{- $given := mergeOverwrite (deepCopy $values.flink.configuration) $job.flinkConfiguration -}}
{{- $program := list "parallelism.default" "pipeline.name" "pipeline.max-parallelism" "pipeline.generic-types" "pipeline.object-reuse" "state.backend.type" "state.backend.rocksdb.options-factory" "state.backend.rocksdb.use-bloom-filter" "state.backend.rocksdb.compression.per.level" "state.backend.rocksdb.manual-compaction.min-interval" "state.backend.rocksdb.manual-compaction.max-files-to-compact" "state.backend.rocksdb.log.max-file-size" "execution.checkpointing.interval" "execution.checkpointing.timeout" "execution.checkpointing.mode" "execution.checkpointing.incremental" "restart-strategy.type" "restart-strategy.fixed-delay.attempts" "restart-strategy.fixed-delay.delay" -}}
{{- range $key, $_ := $given -}}
{{- if hasKey $own $key -}}
{{- fail (printf "%s is among Flink's options of jobs.%s, but the chart sets it itself: use the chart's value for it" $key $.name) -}}
{{- end -}}
{{- if has $key $program -}}
{{- fail (printf "%s is among Flink's options of jobs.%s, but the job sets it itself: use jobs.%s.parallelism, maxParallelism or millrace, where millrace.flink takes any other option" $key $.name $.name) -}}
{{- end -}}
{{- end -}}
{{- $all := dict -}}
{{- range $key, $value := mergeOverwrite $defaults $own $given -}}
{{- $_ := set $all $key (toString $value) -}}
{{- end -}}
{{- $all | toJson -}}
{{- end -}}

{{- /* A pod of Flink: dict root, name, role (jobManager or taskManager) */ -}}
{{- define "millrace.podTemplate" -}}
{{- $job := include "millrace.job" . | fromJson -}}
{{- $place := index $job .role -}}
{{- $values := .root.Values -}}
apiVersion: v1
kind: Pod
metadata:
  labels:
    {{- include "millrace.selector" .root | nindent 4 }}
    millrace.io/job: {{ .name }}
    {{- with $job.podLabels }}{{ toYaml . | nindent 4 }}{{ end }}
  annotations:
    # The operator replaces a job whose file has changed.
    millrace.io/configuration: {{ include "millrace.jobFile" (dict "root" .root "name" .name) | sha256sum }}
    {{- with $job.podAnnotations }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
  securityContext:
    {{- include "millrace.podSecurity" .root | nindent 4 }}
  {{- with $values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- with $place.nodeSelector }}
  nodeSelector: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with $place.tolerations }}
  tolerations: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with $place.affinity }}
  affinity: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with $place.topologySpreadConstraints }}
  topologySpreadConstraints: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with $place.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  containers:
    # Flink's own name for it: the operator adds to this container.
    - name: flink-main-container
      securityContext:
        {{- include "millrace.containerSecurity" .root | nindent 8 }}
      {{- if $values.monitoring.prometheus.enabled }}
      ports:
        - name: metrics
          containerPort: {{ int $values.monitoring.prometheus.port }}
          protocol: TCP
      {{- end }}
      {{- if or $values.storage.credentials.secretName $job.extraEnv }}
      env:
        {{- with $values.storage.credentials }}
        {{- if .secretName }}
        - name: AWS_ACCESS_KEY_ID
          valueFrom:
            secretKeyRef:
              name: {{ .secretName }}
              key: {{ .accessKeyIdKey }}
        - name: AWS_SECRET_ACCESS_KEY
          valueFrom:
            secretKeyRef:
              name: {{ .secretName }}
              key: {{ .secretAccessKeyKey }}
        {{- end }}
        {{- end }}
        {{- with $job.extraEnv }}{{ toYaml . | nindent 8 }}{{ end }}
      {{- end }}
      volumeMounts:
        - name: local
          mountPath: /opt/millrace/local
        {{- if eq .role "jobManager" }}
        - name: job
          mountPath: /etc/millrace/job
          readOnly: true
        {{- end }}
        {{- with include "millrace.kafka.mounts" .root | trim }}{{ . | nindent 8 }}{{ end }}
        {{- if $values.modelStore.volume.enabled }}
        - name: models
          mountPath: {{ $values.modelStore.volume.mountPath }}
        {{- end }}
        {{- with $job.extraVolumeMounts }}{{ toYaml . | nindent 8 }}{{ end }}
  volumes:
    - name: local
      emptyDir:
        sizeLimit: {{ ternary $job.taskManager.localStorage "2Gi" (eq .role "taskManager") }}
    {{- if eq .role "jobManager" }}
    - name: job
      configMap:
        name: {{ include "millrace.fullname" .root }}-{{ .name }}
    {{- end }}
    {{- with include "millrace.kafka.volumes" .root | trim }}{{ . | nindent 4 }}{{ end }}
    {{- if $values.modelStore.volume.enabled }}
    - name: models
      persistentVolumeClaim:
        claimName: {{ include "millrace.modelClaim" .root }}
    {{- end }}
    {{- with $job.extraVolumes }}{{ toYaml . | nindent 4 }}{{ end }}
{{- end -}}
