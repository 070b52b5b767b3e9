import time, resource
from tests.fixtures.imports import *
def test_speed(importing, look, cast):
    heads = ["N° de parc", "Immatriculation", "Type", "Marque", "Modèle", "N° de châssis", "Date de mise en circulation", "PTAC", "Agence", "Km", "Date CT", "Prochain CT"]
    def body(n):
        for i in range(n):
            yield [f"P{i:05}", f"AA-{i%1000:03}-{chr(65+i//1000)}Z", "tracteur" if i%2 else "Semi frigo", "Renault", "T480", f"VF6{i:014}", "15/03/2021", "19000", "Rouen", str(100000+i) if i%2 else "", "2026-03-01", ""]
    content = csv_file(heads, *body(10000))
    for name in ("read","check","write"):
        t=time.process_time(); w=time.time()
        if name=="read": id=importing.bring(content)
        elif name=="check": r=importing.match(id)
        else: r=importing.write(id)
        print(name, "cpu", round(time.process_time()-t,1), "wall", round(time.time()-w,1), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024, "MB")
    print(counts(r), r.state)
    t=time.process_time(); w=time.time(); r=importing.tried(content); print("again cpu", time.process_time()-t, "wall", time.time()-w, counts(r))
