{{- /* How pods reach the brokers: the clients' properties, and the secrets as files. */ -}}

{{- define "millrace.kafka.folder" -}}/etc/millrace/kafka{{- end -}}

{{- /* Properties as JSON. Credentials are references that the Kafka clients resolve when they connect. */ -}}
{{- define "millrace.kafka.properties" -}}
{{- $security := .Values.kafka.security -}}
{{- $folder := include "millrace.kafka.folder" . -}}
{{- $all := dict -}}
{{- if ne $security.protocol "PLAINTEXT" -}}
{{- $_ := set $all "security.protocol" $security.protocol -}}
{{- end -}}
{{- if or $security.jaas.secretName $security.ca.secretName $security.client.secretName -}}
{{- $_ := set $all "config.providers" "directory" -}}
{{- $_ := set $all "config.providers.directory.class" "org.apache.kafka.common.config.provider.DirectoryConfigProvider" -}}
{{- $_ := set $all "config.providers.directory.param.allowed.paths" $folder -}}
{{- end -}}
{{- if $security.jaas.secretName -}}
{{- $_ := set $all "sasl.mechanism" $security.mechanism -}}
{{- $_ := set $all "sasl.jaas.config" (printf "${directory:%s/jaas:%s}" $folder $security.jaas.key) -}}
{{- end -}}
{{- if $security.ca.secretName -}}
{{- $_ := set $all "ssl.truststore.type" "PEM" -}}
{{- $_ := set $all "ssl.truststore.certificates" (printf "${directory:%s/ca:%s}" $folder $security.ca.key) -}}
{{- end -}}
{{- if $security.client.secretName -}}
{{- $_ := set $all "ssl.keystore.type" "PEM" -}}
{{- $_ := set $all "ssl.keystore.certificate.chain" (printf "${directory:%s/client:%s}" $folder $security.client.certificateKey) -}}
{{- $_ := set $all "ssl.keystore.key" (printf "${directory:%s/client:%s}" $folder $security.client.privateKeyKey) -}}
{{- end -}}
{{- $all | toJson -}}
{{- end -}}

{{- define "millrace.kafka.volumes" -}}
{{- $security := .Values.kafka.security -}}
{{- range $name, $keys := dict "jaas" (list $security.jaas.key) "ca" (list $security.ca.key) "client" (list $security.client.certificateKey $security.client.privateKeyKey) }}
{{- with (index $security $name).secretName }}
- name: kafka-{{ $name }}
  secret:
    secretName: {{ . }}
    # 0440
    defaultMode: 288
    items:
      {{- range $keys }}
      - key: {{ . | quote }}
        path: {{ . | quote }}
      {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "millrace.kafka.mounts" -}}
{{- range $name := list "jaas" "ca" "client" }}
{{- if (index $.Values.kafka.security $name).secretName }}
- name: kafka-{{ $name }}
  mountPath: {{ include "millrace.kafka.folder" $ }}/{{ $name }}
  readOnly: true
{{- end }}
{{- end }}
{{- end -}}
