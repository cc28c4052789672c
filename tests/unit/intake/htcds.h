/*
 * htcds.h - how the Human Trafficking Case Data Standard 2.0 spells its fields in its own files, and its answers.
 *
 * From the standard's list of fields, its XLSForm and XForm and its spreadsheet: UN Migration (IOM), licensed under CC
 * BY 4.0, https://creativecommons.org/licenses/by/4.0/. Misspellings are the standard's.
 */
#pragma once

struct htcds_field {
	const char *name, *label;
	const char *elsewhere; /* as another of its files has it; NULL where they agree */
	const char *taken;     /* the column of ours that it fills; NULL: known, not stored */
};

static const struct htcds_field htcds_fields[] = {
	{"org_Name", "Organisation Name", NULL, NULL},
	{"org_ShippingCity", "Shipping City", NULL, NULL},
	{"org_ShippingCountry", "Shipping Country", NULL, NULL},
	{"org_ShippingState", "Shipping State/Province", NULL, NULL},
	{"org_ShippingStreet", "Shipping Street", NULL, NULL},
	{"org_ShippingPostalCode", "Shipping Zip/Postal Code", NULL, NULL},
	{"org_ShippingLongitude", "Longitude", NULL, NULL},
	{"org_ShippingLatitude", "Latitude", NULL, NULL},
	{"org_Phone", NULL, NULL, NULL},
	{"org_Type", "Type", NULL, NULL},
	{"prs_Salutation", "Salutation", NULL, NULL},
	{"prs_FirstName", "First Name", "prs_First_Name", "given"},
	{"prs_MiddleName", "Middle Name", NULL, NULL},
	{"prs_SecondName", "Second Name", "prs_Second_Name", "family"},
	{"prs_Birthdate", "Birthdate", NULL, "birth"},
	{"prs_Gender", "Gender", NULL, "sex"},
	{"prs_Deceased", "Deceased", NULL, NULL},
	{"prs_MaritalStatus", "Marital Status", NULL, NULL},
	{"prs_NumberOfChildren", "Number of Children", NULL, NULL},
	{"prs_PrimaryLanguage", "Primary Language", NULL, "language"},
	{"prs_SecondaryLanguage", "Secondary Language", NULL, NULL},
	{"prs_HighestLevelOfEducation", "Highest Level of Education", NULL, NULL},
	{"prs_Citizenship", "Citizenship", NULL, "citizenship"},
	{"prs_IdentityNumber", "Identity Number", NULL, "document"},
	{"prs_Title", "Title", NULL, NULL},
	{"prs_Email", "Email", NULL, NULL},
	{"prs_HomePhone", "Home Phone", NULL, "home"},
	{"prs_MobilePhone", "Mobile Phone", NULL, "phone"},
	{"prs_MailingCity", "Mailing City", NULL, NULL},
	{"prs_MailingCountry", "Mailing Country", NULL, NULL},
	{"prs_MailingState", "Mailing State/Province", NULL, NULL},
	{"prs_MailingStreet", "Mailing Street", NULL, NULL},
	{"prs_MailingPostalCode", "Mailing Zip/Postal Code", NULL, NULL},
	{"prs_MailingLongitude", "Longitude", NULL, NULL},
	{"prs_MailingLatitude", "Latitude", NULL, NULL},
	{"vic_AgreementToManagePersonalData", "Agreement to Manage Personal Data", NULL, NULL},
	{"vic_TraffickingStatus", "Trafficking Status", NULL, "victim_status"},
	{"vic_TraffickingStatusDecisionMakingOrg", "Trafficking Status Decision Making Organization",
	 "vic_TraffickinStatusDecisionMakingOrg", "org"},
	{"vic_RelationshipToTrafficker", "Relationship to Trafficker", NULL, NULL},
	{"vic_AgeWhenTrafficked", "Age when Trafficked", NULL, NULL},
	{"vic_RecruitmentWebsitesAndApps", "Recruitment Websites and Apps", NULL, NULL},
	{"vic_MethodOfRecruitment", "Method of Recruitment", NULL, NULL},
	{"vic_LocationOfRecruitment", "Location of Recruitment", NULL, NULL},
	{"vic_MethodsOfControl", "Methods of Control", "vic_Methods_of_Control", NULL},
	{"vic_TypeOfExploitation", "Type of Exploitation", NULL, "form"},
	{"vic_ForcedLabourIndustry", "Forced Labour Industry", NULL, "industry"},
	{"vic_TypeOfSexExploitation", "Type of Sex Exploitation", NULL, "sex type"},
	{"vic_LocationOfExploitation", "Location of Exploitation", NULL, NULL},
	{"vic_ExploitationWebsitesAndApps", "Exploitation Websites and Apps", NULL, NULL},
	{"vic_Vulnerabilities", "Vulnerabilities", NULL, NULL},
	{"vic_DetailsOfVulnerabilities", "Details Of Vulnerabilities", NULL, NULL},
	{"per_RoleInProcess", "Role in Process", NULL, NULL},
	{"per_RoleDetails", "Role Details", NULL, NULL},
	{"per_Organisation", NULL, NULL, NULL},
	{"cas_Status", "Status", NULL, NULL},
	{"cas_ReasonForCaseClosure", "Reason for Case Closure", NULL, NULL},
	{"cas_CaseOwner", "Case Owner", NULL, NULL},
	{"cas_ReferringOrganisation", "Referring Organisation", NULL, NULL},
	{"cas_IncomingReferralDate", "Incoming Referral Date", NULL, "referred"},
	{"cas_ReferringPrimaryCaseWorker", "Referring Primary Case Worker", NULL, NULL},
	{"cas_ReasonForIncomingReferral", "Reason for Incoming Referral", NULL, NULL},
	{"cas_IncomingReferralDetails", "Incoming Referral Details", NULL, NULL},
	{"cas_ReferredOrganisation", "Referred Organisation", NULL, NULL},
	{"cas_ReferredPrimaryCaseWorker", "Referred Primary Case Worker", NULL, NULL},
	{"cas_ReasonForOutgoingReferral", "Reason for Outgoing Referral", NULL, NULL},
	{"cas_OutgoingReferralDate", "Outgoing Referral Date", NULL, NULL},
	{"cas_OutgoingReferralDetails", "Outgoing Referral Details", NULL, NULL},
	{"cco_CaseComment", "Case Comment", NULL, NULL},
	{"hte_Longitude", "Longitude", NULL, NULL},
	{"hte_Latitude", "Latitude", NULL, NULL},
	{"hte_City", "City", NULL, NULL},
	{"hte_Country", "Country", NULL, NULL},
	{"hte_State", "State", NULL, NULL},
	{"hte_Street", "Street", NULL, NULL},
	{"hte_PostalCode", "PostalCode", NULL, NULL},
	{"hte_Date", NULL, NULL, NULL}, /* its label is Date, which in a list of persons is the day of the sign */
	{"hte_Type", "Type", NULL, NULL},
	{"hte_Description", "Description", NULL, NULL},
	{"spl_Objectives", "Objectives", NULL, NULL},
	{"spl_ActionPlan", "Action Plan", NULL, NULL},
	{"spl_PlannedEndDate", "Planned End Date", NULL, NULL},
	{"spl_ActualEndDate", "Actual End Date", NULL, NULL},
	{"spl_Type", "Type", NULL, NULL},
	{"con_Consent", "Consent", NULL, "consent"},
};

enum { HTCDS_FIELDS = sizeof htcds_fields / sizeof *htcds_fields };

/* Answers as its files spell them, and what they are here: code and label. */
struct htcds_answer {
	const char *field, *answers, *here;
};

static const struct htcds_answer htcds_answers[] = {
	{"prs_Gender", "Feminine|Feminine ", "\"sex\":\"female\""},
	{"prs_Gender", "Masculine|Masculine ", "\"sex\":\"male\""},
	{"prs_Gender",
		"TransgenderFeminine|Transgender Feminine |TransgenderMasculine|Transgender Masculine |NonConforming|"
	 "Non-Conforming ", "\"sex\":\"other\""},
	{"prs_Gender", "NonSpecifiedUnknown|Not Specified/Unknown", "\"sex\":\"unknown\""},
	{"prs_PrimaryLanguage", "lit|lt|LIT", "\"language\":\"lt\""},
	{"prs_PrimaryLanguage", "ukr|uk", "\"language\":\"uk\""},
	{"prs_PrimaryLanguage", "ron|rum|ro", "\"language\":\"other\""},
	{"prs_Citizenship", "LT|LTU|Lithuania|ltu", "\"trait_value\":\"lt\""},
	{"prs_Citizenship", "VN|VNM|Viet Nam", "\"trait_value\":\"vn\""},
	{"prs_Citizenship", "BO|Bolivia (Plurinational State of)", "\"trait_value\":\"bo\""},
	{"prs_Citizenship", "CD|Congo, Democratic Republic of the", "\"trait_value\":\"cd\""},
	{"prs_Citizenship", "CG|Congo", "\"trait_value\":\"cg\""},
	{"prs_Citizenship", "KP|Korea (Democratic People's Republic of)", "\"trait_value\":\"kp\""},
	{"prs_Citizenship", "KR|Korea, Republic of", "\"trait_value\":\"kr\""},
	{"prs_Citizenship", "RU|Russian Federation", "\"trait_value\":\"ru\""},
	{"prs_Citizenship", "AX|Åland Islands", "\"trait_value\":\"ax\""},
	{"prs_Citizenship", "CI|Côte d'Ivoire", "\"trait_value\":\"ci\""},
	{"prs_Citizenship", "GB|United Kingdom of Great Britain and Northern Ireland", "\"trait_value\":\"gb\""},
	{"vic_TraffickingStatus", "PossibleVictimOfTrafficking|Possible victim of trafficking", "\"presumption_record\""},
	{"vic_TraffickingStatus", "ActualVictimOfTrafficking|Actual victim of trafficking", "\"outcome\":\"identified\""},
	{"vic_TraffickingStatus", "NotAVictimOfTrafficking|Not a victim of trafficking", "\"outcome\":\"not_identified\""},
	{"con_Consent", "TRUE|Yes", "\"consent_state\":\"given\""},
	{"con_Consent", "FALSE|No", "\"consent_state\":\"refused\""},
};

static const struct htcds_answer htcds_types[] = {
	{"vic_TypeOfExploitation", "ForcedLabour|Forced labour", "labour_forced"},
	{"vic_TypeOfExploitation", "SexualExploitation|Sexual exploitation", "sex_prostitution"},
	{"vic_TypeOfExploitation", "ChildLabour|Child labour", "labour_forced"},
	{"vic_TypeOfExploitation", "ForcedMarriage|Forced marriage", "marriage_forced"},
	{"vic_TypeOfExploitation", "Servitude", "labour_domestic"},
	{"vic_TypeOfExploitation", "ForcedMilitaryByNonStateActors|Forced military (by non-state actors)", "other"},
	{"vic_TypeOfExploitation", "OrganRemoval|Organ removal", "organ_removal"},
	{"vic_TypeOfExploitation", "ForcedBegging|Forced begging", "begging"},
	{"vic_TypeOfExploitation", "ForcedAdoption|Forced adoption", "child_sale"},
	{"vic_TypeOfExploitation", "Surrogacy|Other", "other"},
	{"vic_TypeOfSexExploitation", "Prostitution|PrivateSexualServices|Private Sexual Services", "sex_prostitution"},
	{"vic_TypeOfSexExploitation", "Pornography|RemoteInteractiveServices|Remote Interactive Services", "sex_remote"},
};
