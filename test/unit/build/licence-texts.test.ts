import { describe, expect, it } from "vitest";

import {
  partLicence,
  readNotice,
} from "../../../scripts/build/licence-texts.mjs";

const GRANT = "Permission is hereby granted, free of charge";

describe("partLicence", () => {
  it("finds one licence in texts that differ in title, copyright lines and white space", () => {
    const one = partLicence(
      `MIT License\n\nCopyright (c) 2020 Ada\nCopyright (c) 2021 Bo\n\n${GRANT},\nto any person`,
    );
    const other = partLicence(
      `(The MIT License)\n\n  Copyright Cy\n\n${GRANT}, to any\nperson\n`,
    );
    expect(one.key).toBe(other.key);
    expect(one.holders).toEqual([
      "Copyright (c) 2020 Ada",
      "Copyright (c) 2021 Bo",
    ]);
    expect(other.holders).toEqual(["Copyright Cy"]);
  });

  it("keeps what is neither title nor copyright line", () => {
    const { body, holders } = partLicence(
      `Based on Underscore\n\nCopyright (c) Ada\n\n${GRANT}`,
    );
    expect(body).toBe(`Based on Underscore\n\nCopyright (c) Ada\n\n${GRANT}`);
    expect(holders).toEqual([]);
  });
});

describe("readNotice", () => {
  const rule = "-".repeat(40);
  const notice = [
    "# Licenses of bundled dependencies",
    "## @ada/one@v1.2.3\n\n> Does one thing\n\nLicense: MIT  \nHomepage: <https://one.example>  \nAuthor: Ada  \n",
    `> MIT License\n>\n> Copyright (c) Ada\n>\n> ${GRANT}\n\n${rule}\n`,
    "## two@2.0.0\n\nLicense: ISC  \nAuthor: Bo\n",
  ].join("\n\n");

  it("gives each package its licence", () => {
    expect(readNotice(notice)).toEqual([
      {
        name: "@ada/one v1.2.3",
        about: "MIT, <https://one.example>",
        text: `MIT License\n\nCopyright (c) Ada\n\n${GRANT}`,
      },
      { name: "two 2.0.0", about: "ISC", text: "By Bo" },
    ]);
  });

  it("leaves other documents alone", () => {
    expect(readNotice(`MIT License\n\n## Notes\n\n${GRANT}`)).toEqual([]);
  });
});
