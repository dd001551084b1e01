{{- /* The dashboard's own file: the topics that the jobs follow, and the groups that tell how far they are. */ -}}
{{- define "millrace.dashboardFile" -}}
{{- $jobs := dict -}}
{{- $groups := dict -}}
{{- range $name, $_ := .Values.jobs -}}
{{- $at := dict "root" $ "name" $name -}}
{{- $options := (include "millrace.job" $at | fromJson).millrace -}}
{{- $_ := set $jobs $name $options -}}
{{- $_ := set $groups $name (dig "kafka" "group-id" (include "millrace.identity" $at) $options) -}}
{{- end -}}
{{- $topics := deepCopy (dig "topics" dict .Values.jobDefaults.millrace) -}}
{{- range $name, $given := .Values.jobs -}}
{{- if $given.enabled -}}
{{- range $role, $topic := dig "millrace" "topics" dict $given -}}
{{- range $other, $theirs := $.Values.jobs -}}
{{- if and $theirs.enabled (ne $topic (dig "topics" $role "" (index $jobs $other))) -}}
{{- fail (printf "jobs.%s.millrace.topics.%s is %q and that of jobs.%s is not, but the dashboard follows one set of topics for all jobs: set jobDefaults.millrace.topics.%s" $name $role $topic $other $role) -}}
{{- end -}}
{{- end -}}
{{- $_ := set $topics $role $topic -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $kafka := dict "bootstrap-servers" .Values.kafka.bootstrapServers "properties" (include "millrace.kafka.properties" . | fromJson) -}}
{{- toYaml (dict "millrace" (dict "kafka" $kafka "topics" $topics "dashboard" (dict "groups" $groups))) -}}
{{- end -}}
