package dev.firebreak.connector.ofac;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Made-up lists in OFAC's formats. */
final class Lists {
  static final String BITCOIN = "1MadeUpAddressForTests22222222222";
  static final String ETHER = "0xAbCdEf0123456789aBcDeF0123456789abCDEF01";

  private Lists() {}

  static String sdn(String... ids) {
    return """
        <?xml version="1.0" standalone="yes"?>
        <sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
          <publshInformation>
            <Publish_Date>02/27/2026</Publish_Date>
            <Record_Count>2</Record_Count>
          </publshInformation>
          <sdnEntry>
            <uid>90001</uid>
            <firstName>Mallory</firstName>
            <lastName>MADEUP</lastName>
            <sdnType>Individual</sdnType>
            <programList><program>CYBER2</program></programList>
            <akaList><aka><uid>7</uid><lastName>OTHER</lastName></aka></akaList>
            <idList>
              <id><uid>1</uid><idType>Passport</idType><idNumber>X1234567890</idNumber></id>
              %s
            </idList>
          </sdnEntry>
          <sdnEntry>
            <uid>90002</uid>
            <lastName>NOBODY &amp; SONS</lastName>
            <sdnType>Entity</sdnType>
          </sdnEntry>
        </sdnList>
        """
        .formatted(String.join("\n", ids));
  }

  static String id(String asset, String address) {
    return "<id><uid>2</uid><idType>Digital Currency Address - "
        + asset
        + "</idType><idNumber>\n "
        + address
        + "</idNumber></id>";
  }

  static final String ADVANCED_HEAD =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML" Version="1">
        <DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>2</Month><Day>9</Day></DateOfIssue>
        <ReferenceValueSets>
          <FeatureTypeValues>
            <FeatureType ID="8" FeatureTypeGroupID="1">Birthdate</FeatureType>
            <FeatureType ID="344" FeatureTypeGroupID="1">Digital Currency Address - XBT</FeatureType>
            <FeatureType ID="345" FeatureTypeGroupID="1">Digital Currency Address - ETH</FeatureType>
          </FeatureTypeValues>
        </ReferenceValueSets>
        <DistinctParties>
      """;

  static final String ADVANCED_TAIL = "  </DistinctParties>\n</Sanctions>\n";

  static String party(int ref, String featureType, String detail) {
    return """
            <DistinctParty FixedRef="%d">
              <Comment />
              <Profile ID="%d" PartySubTypeID="4">
                <Identity ID="%d" FixedRef="%d" Primary="true">
                  <Alias FixedRef="%d" AliasTypeID="1403" Primary="true" LowQuality="false">
                    <DocumentedName ID="1" FixedRef="1" DocNameStatusID="1">
                      <DocumentedNamePart><NamePartValue ScriptID="215">MADEUP</NamePartValue></DocumentedNamePart>
                      <DocumentedNamePart><NamePartValue ScriptID="215">Mallory %d</NamePartValue></DocumentedNamePart>
                    </DocumentedName>
                  </Alias>
                  <Alias FixedRef="%d" AliasTypeID="1400" Primary="false" LowQuality="false">
                    <DocumentedName ID="2" FixedRef="1" DocNameStatusID="2">
                      <DocumentedNamePart><NamePartValue ScriptID="215">ALIAS</NamePartValue></DocumentedNamePart>
                    </DocumentedName>
                  </Alias>
                </Identity>
                <Feature ID="1" FeatureTypeID="%s">
                  <FeatureVersion ID="1" ReliabilityID="1560">
                    <Comment />
                    <VersionDetail DetailTypeID="1432">%s</VersionDetail>
                  </FeatureVersion>
                  <IdentityReference IdentityID="1" IdentityFeatureLinkTypeID="1" />
                </Feature>
              </Profile>
            </DistinctParty>
        """
        .formatted(ref, ref, ref, ref, ref, ref, ref, featureType, detail);
  }

  static Path write(Path file, String text, Instant modified) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(modified));
    return file;
  }

  /** sdn_advanced.xml of about so many bytes, with an address at every thousandth party. */
  static void writeHuge(Path file, long bytes) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(ADVANCED_HEAD);
      long written = 0;
      for (int i = 0; written < bytes; i++) {
        String address = "0x%040x".formatted(i);
        String party = i % 1000 == 0 ? party(i, "345", address) : party(i, "8", "1 Jan 1970");
        out.write(party);
        written += party.length();
      }
      out.write(ADVANCED_TAIL);
    }
  }
}
