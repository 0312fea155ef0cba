<?xml version="1.0" encoding="utf-8"?>
<!-- A line for each type and property of the client package's stable models: its name, a tab, and what its documentation says. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="utf-8" />
  <xsl:template match="/">
    <xsl:apply-templates select="doc/members/member[(starts-with(@name, 'T:k8s.Models.') or starts-with(@name, 'P:k8s.Models.')) and not(contains(@name, 'alpha')) and not(contains(@name, 'beta')) and not(contains(@name, 'Alpha')) and not(contains(@name, 'Beta')) and normalize-space(summary) != '']" />
  </xsl:template>
  <xsl:template match="member">
    <xsl:value-of select="substring-after(@name, 'k8s.Models.')" />
    <xsl:value-of select="'&#9;'" />
    <xsl:value-of select="normalize-space(summary)" />
    <xsl:value-of select="'&#10;'" />
  </xsl:template>
</xsl:stylesheet>
