/*
 * What an independent hand encrypted: the openssl command, a letter of one picture and the answers.
 *
 * openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048; pkeyutl -encrypt (oaep, sha256, mgf1 sha256) for the key
 * and the signature; enc -aes-256-cfb over the padded files; md5 for the starting blocks and the sums.
 */
#define ODK_SECRET \
	"MIIEogIBAAKCAQEAsIpijOJu174K52yyI1VdVuanagod0UMt0WKL5EXMcQhX9n5xM/EA77veluY3cap/AhAOIOCX4kZjHzceeubbWMxBBTDb" \
	"eDAqXq9fNXsx6PYJGuKtKmgruRMaKllIbbkrsB7gJ9jzpWV1EPHeeBh2kU5R/1EW/F4tzF4lLsKpQkFeWvg9OhRMMMaJtV/YChXWFq0YozUP" \
	"hF5iUGP0n5v8nWQMZDq/r6n+YgcjoLeqZCs/lmgFA3/7xw/eJWoUozOs5mPxfb+7OXtTQzl/UZ8y81JaXP89MT4M1ZBxrLpSK3PycfF6G4It" \
	"BIJ4xcaHn4JvK67FjFHi0Z44bSRF79p0MwIDAQABAoIBACBVoFpEiN+7/5xGlNQS6Q8nHOe3paFz5/rvTUcIn7reN9o+a3aDgFPoeYry7JnF" \
	"jBCxJx1PdZIsqTAI9Oy2xtsbQhd0zOXVEJWaElqlz0znb2B8vxHC1atGu+agxrrODRnrdcvmmS2kiQ4K9t/RPzo6+ZrFW+vqRgImBjJr1ft7" \
	"1o2/wBqAxMuLfZu/0yqYmbGYi/aLTDzuH7nDvn7orcCE07rfml7JgrVn9tkv0ox+4BDZTXeeQQ1BW57eJW/cgbcyjHfO+pVF4t+UY8g6WBnx" \
	"YzwV7ogmNONMn3Svi2r9SguAtoNAZiHrR4AZkZqGKuAPlmJVt2AF7nWSeLTKMN0CgYEA4WArQWV9zM8hVUSGGl28Eq8F1mA+4KzmSGXqjgYU" \
	"HYnkWpb10AvFd6W+uuqSbDGxn2DLAh9YrxH2TNRCgLy2tolzwGm7oR8hziG9kMYxV+WA54TsjTv3ZLdP1CgAV3JD8+9K2G+lnTxT/Tb9+gXu" \
	"LncgXkRjOFYwwz0xKCOt2p0CgYEAyId1C2TQsWMGhyGvjAk8NVn6QIV/Jny8YyfVPY1shBRvfcUi9PE87WJ4fwmrYq5a8glqaqj0lIP/AeMq" \
	"PLRLxQznEiK2J1d5ThNZarVl77FHsWheYqq7j3w4LMxPmPhHga/sQOk1/RvOm7t2VTAOtFt7/9MnTmhrJ6GU/nDtqQ8CgYB0IAEpqQmwxej+" \
	"7lfKrhGB7vyrANxlF7FwDFNW6nri3XHz22S81dPhWl10IflgFhrXbCAt78jaK/8khxndC195nkkuE0zCMDBS7b+nIPe7ul047ZyVCRjnpCxV" \
	"vGawqAerYNjHvH8xDSyZhARJF1UqS+c5qzMUjBSEBLuXWwrxYQKBgCpleTmPdxAJ/7dSR+sziKc+/snlb5yTgsD0CwGYhPjn2SqeI2XmGxuV" \
	"ViSFxtZ2RoQluXoTfqJnxeKARM3Q0LQ4piIPdLOcquj27lDBSWwD70Ry7IGv1zfe64GNMMcGtxeUOj7/D4sT9fq3B627G2DGdtD/s6/AI+ed" \
	"IgMpnRXBAoGAJCYjlrYFm3QeGpoB5rFNxxLDBKiZ6x8gD+1H8NY9gh9yMvz/IO0ZYYBDKbjyithlT3BWaew2QzGm3JX2XxhUxWODjp96nKoC" \
	"XDGnYd1S0RGJr9faPs6GzJ2b7fZ1kK1y6qt1MjQwYKX4yaxvglFq8fGQ55/++2YFLA7t+/fzHBA="
#define ODK_KEY \
	"Gsm37iytaxtyrhRD8zM09ym/GgceePV2FnpEYQtILwrqDi+OraOXY+B1QZh4D945nxiTdjMiLma62PSoJno2CabkTHhAv2oAF7GgId5r72lB" \
	"FIAjevIHH+nHuc/o1u+eU7ARMLTU72x8nxhvwitwo19hDTtuL8zQRIdOTVhZrX2ziZsZ7FAHnb2DhjBN4QtIftAJzI0vCp7D1UvafEQdMnyi" \
	"/AGRouwY53LaTQR70hqxl1eL/Uox4iS2pi48Hr0lEbR/Om4IgMAFjz6Xm+hEP20rgUj55ZT7S88P8OwkO1AXgi8tFK/BZC20htfyHuD/Bo9F" \
	"ZPs5m2zENaXX8Gvu1g=="
#define ODK_SIGNATURE \
	"NitlVdcL9/mHMdZyH+XGuNECjptSChFwK3zPV6+Xn2es3Td4FDS+38oC0LuaosLj0/5sdajzdga5Nwh/Ofyb5EdADzVk51YCSiVsFCzrUvPw" \
	"9I0yTxa5/8X/ruMsM94xBhPXdthylpS32UXaq3guZz+C17FMgqF62VRyWCy8kTgxCTG+UKZtDstGd41diecGUtaCQJbleuIi49nLJHqbLq5g" \
	"8cbC8ht6qyM6i9Evf5Kt3/bXCNDxMGghLgtRYcAmi5Ctgj8fb6aJZey1CCBDHV26REPdaH7MFRtpFnMxl28ZJPi07hyeFQXJtJivhazXBXf2" \
	"2u2wHtDR9cri6DVgsw=="
#define ODK_PHOTO "AEcavrvGtm9OaQq80uSujQ=="
#define ODK_ANSWERS \
	"G2V5BT/V0FR3UtNcegC8tqhpaZrg2r/tGglSE8xH7sdTQkHJRlRmYfAJZFYX16S9WKBbuQ9ATUylPzsVhebjHQ=="
