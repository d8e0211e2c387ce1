# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The check must fail when someone breaks a rule; each test breaks one."""
import pathlib
import tempfile
import unittest

import check_architecture as check


class LinkRules(unittest.TestCase):
    def problems(self, text):
        return check.link_problems(check.read_graph(text))

    def test_a_clean_graph_has_no_problem(self):
        self.assertEqual(self.problems("ui/contracts ui_contracts: Qt6::Core engine_api storage_records\n"
                                       "engine/api engine_api:\nstorage/records storage_records:\n"
                                       "ui ui: ui_contracts Qt6::Widgets\n"), [])

    def test_qt_in_storage_is_noticed_through_a_third_target(self):
        found = self.problems("storage storage: helper\nstorage/x helper: $<LINK_ONLY:Qt6::Core>\n")
        self.assertTrue(any("storage -> helper -> Qt6::Core" in problem for problem in found), found)

    def test_engine_linking_storage_is_noticed(self):
        self.assertTrue(self.problems("engine/model engine_model: storage\nstorage storage:\n"))

    def test_ui_linking_an_engine_library_is_noticed(self):
        self.assertTrue(self.problems("ui ui: engine_media\nengine/media engine_media:\n"))
        self.assertFalse(self.problems("ui ui: engine_api\nengine/api engine_api:\n"))

    def test_services_linking_torch_is_noticed(self):
        self.assertTrue(self.problems("app/services services: trutina_engine\nengine trutina_engine: LibTorch::torch_cpu\n"))

    def test_the_worlds_linking_a_model_or_storage_are_noticed(self):
        self.assertTrue(self.problems("demo trutina_demo: trutina_engine\n"))
        self.assertTrue(self.problems("demo trutina_demo: storage\nstorage storage:\n"))
        self.assertFalse(self.problems("demo trutina_demo: engine_media\nengine/media engine_media:\n"))

    def test_widgets_in_contracts_are_noticed(self):
        self.assertTrue(self.problems("ui/contracts ui_contracts: Qt6::Widgets\n"))


class IncludeRules(unittest.TestCase):
    def problems(self, name, text):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / name
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
            return check.include_problems(pathlib.Path(folder))

    def test_torch_above_the_engine_is_noticed(self):
        self.assertTrue(self.problems("app/services/a.cpp", "#include <ATen/ATen.h>\n"))
        self.assertTrue(self.problems("ui/pages/a.h", '  #  include "torch/torch.h"\n'))

    def test_qt_in_the_engine_is_noticed(self):
        self.assertTrue(self.problems("engine/media/a.cpp", "#include <QString>\n"))
        self.assertTrue(self.problems("storage/database/a.cpp", "#include <QtCore/QString>\n"))

    def test_the_worlds_including_a_model_are_noticed(self):
        self.assertTrue(self.problems("demo/a.cpp", '#include "engine/model/decoder.h"\n'))
        self.assertTrue(self.problems("demo/a.cpp", '#include "storage/records/item.h"\n'))
        self.assertFalse(self.problems("demo/a.cpp", '#include "engine/media/picture.h"\n'))

    def test_a_page_including_the_database_is_noticed(self):
        self.assertTrue(self.problems("ui/pages/queue/a.cpp", '#include "storage/repositories/project.h"\n'))
        self.assertFalse(self.problems("ui/pages/queue/a.cpp", '#include "storage/records/item.h"\n'))

    def test_torch_in_a_public_header_is_noticed(self):
        self.assertTrue(self.problems("engine/api/a.h", "#include <c10/util/Exception.h>\n"))


if __name__ == "__main__":
    unittest.main()
