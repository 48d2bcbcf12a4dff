"""The device page (0 设备): lights, words, detail, test keys, a copy for the technician."""
